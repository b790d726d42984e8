using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace RunKit.ActorEngine.Contract.Tests.Configuration;

public class FallbackTests
{
    [Fact]
    public void A_fallback_speaks_where_the_configuration_says_nothing()
    {
        var config = ConfigurationFactory.ParseString("a = 1").WithFallback(ConfigurationFactory.ParseString("a = 2\nb = 3"));

        config.GetInt("a").ShouldBe(1);
        config.GetInt("b").ShouldBe(3);
        config.HasPath("b").ShouldBeTrue();
    }

    [Fact]
    public void Objects_merge_through_fallbacks()
    {
        var config = ConfigurationFactory.ParseString("a { b { c = 1 } }")
            .WithFallback(ConfigurationFactory.ParseString("a { b { c = 2, d = 3 } }"))
            .WithFallback(ConfigurationFactory.ParseString("a { b { d = 4, e = 5 } }"));

        config.GetInt("a.b.c").ShouldBe(1);
        config.GetInt("a.b.d").ShouldBe(3);
        config.GetInt("a.b.e").ShouldBe(5);
    }

    [Fact]
    public void An_object_read_on_its_own_keeps_its_fallback()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1 }").WithFallback(ConfigurationFactory.ParseString("a { c = 2 }"));

        var inner = config.GetConfig("a");

        inner!.GetInt("b").ShouldBe(1);
        inner.GetInt("c").ShouldBe(2);
    }

    [Fact]
    public void An_object_of_the_fallback_alone_is_found()
    {
        var config = ConfigurationFactory.ParseString("a = 1").WithFallback(ConfigurationFactory.ParseString("b { c = 2 }"));

        config.GetConfig("b")!.GetInt("c").ShouldBe(2);
    }

    [Fact]
    public void A_fallback_changes_neither_configuration()
    {
        var first = ConfigurationFactory.ParseString("a { b = 1 }");
        var second = ConfigurationFactory.ParseString("a { c = 2 }");

        _ = first.WithFallback(second);

        first.HasPath("a.c").ShouldBeFalse();
        second.HasPath("a.b").ShouldBeFalse();
    }

    [Fact]
    public void A_list_is_replaced_by_a_list_not_joined_with_it()
    {
        var config = ConfigurationFactory.ParseString("a = [1]").WithFallback(ConfigurationFactory.ParseString("a = [2, 3]"));

        config.GetStringList("a").ShouldBe(["1"]);
    }

    [Fact]
    public void A_substitution_was_resolved_in_its_own_text()
    {
        var config = ConfigurationFactory.ParseString("b = 1\na = ${b}").WithFallback(ConfigurationFactory.ParseString("b = 2\nc = ${b}"));

        config.GetInt("a").ShouldBe(1);
        config.GetInt("c").ShouldBe(2);
    }

    [Fact]
    public void Every_key_can_be_walked_with_its_value()
    {
        var config = ConfigurationFactory.ParseString("""
            runkit { dial { timeout = 5s, hosts = [a, b] }, guard = floor }
            akka.loglevel = DEBUG
            """);

        Leaves("", config.AsEnumerable()).Order(StringComparer.Ordinal).ShouldBe(
        [
            "akka.loglevel = DEBUG",
            "runkit.dial.hosts = a b",
            "runkit.dial.timeout = 5s",
            "runkit.guard = floor",
        ]);
    }

    private static IEnumerable<string> Leaves(string prefix, IEnumerable<KeyValuePair<string, HoconValue>> values)
    {
        foreach (var (key, value) in values)
        {
            if (value.IsObject())
            {
                foreach (var leaf in Leaves($"{prefix}{key}.", value.GetObject().Items))
                    yield return leaf;
            }
            else
            {
                yield return $"{prefix}{key} = {(value.IsArray() ? string.Join(' ', value.GetStringList()) : value.GetString())}";
            }
        }
    }
}
