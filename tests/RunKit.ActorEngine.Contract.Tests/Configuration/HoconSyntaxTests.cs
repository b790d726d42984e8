using Akka.Configuration;

namespace RunKit.ActorEngine.Contract.Tests.Configuration;

public class HoconSyntaxTests
{
    [Fact]
    public void Nested_objects_and_dotted_keys_are_the_same()
    {
        var config = ConfigurationFactory.ParseString("""
            a.b.c = 1
            a { b.d = 2 }
            a { b { e = 3 } }
            """);

        config.GetInt("a.b.c").ShouldBe(1);
        config.GetInt("a.b.d").ShouldBe(2);
        config.GetInt("a.b.e").ShouldBe(3);
    }

    [Fact]
    public void The_outermost_braces_may_be_written() => ConfigurationFactory.ParseString("{ a = 1, b = 2 }").GetInt("b").ShouldBe(2);

    [Fact]
    public void A_colon_assigns_like_an_equals_sign()
    {
        var config = ConfigurationFactory.ParseString("""{ "a" : { "b" : 1 }, "c" : "d" }""");

        config.GetInt("a.b").ShouldBe(1);
        config.GetString("c").ShouldBe("d");
    }

    [Fact]
    public void A_quoted_key_may_hold_dots()
    {
        var config = ConfigurationFactory.ParseString("""servers { "dev.local" { weight = 3 } }""");

        config.GetInt("servers.\"dev.local\".weight").ShouldBe(3);
    }

    [Fact]
    public void Comments_are_not_read()
    {
        var config = ConfigurationFactory.ParseString("""
            # a = 1
            // b = 2
            c = 3 # d = 4
            e = 5 // f = 6
            """);

        config.HasPath("a").ShouldBeFalse();
        config.HasPath("b").ShouldBeFalse();
        config.GetInt("c").ShouldBe(3);
        config.HasPath("d").ShouldBeFalse();
        config.GetInt("e").ShouldBe(5);
    }

    [Fact]
    public void A_quoted_text_keeps_what_would_be_syntax()
    {
        var config = ConfigurationFactory.ParseString("""a = "x # y, {z} = \"q\" \\ //" """);

        config.GetString("a").ShouldBe("x # y, {z} = \"q\" \\ //");
    }

    [Fact]
    public void A_text_without_quotes_may_hold_blanks() => ConfigurationFactory.ParseString("a = one two").GetString("a").ShouldBe("one two");

    [Fact]
    public void Triple_quotes_keep_lines_and_quotes()
    {
        var config = ConfigurationFactory.ParseString("a = \"\"\"first \"line\"\nsecond\"\"\"\nb = 1");

        config.GetString("a").ShouldBe("first \"line\"\nsecond");
        config.GetInt("b").ShouldBe(1);
    }

    [Fact]
    public void A_list_stands_in_one_line_or_in_several()
    {
        var config = ConfigurationFactory.ParseString("""
            a = [one, "two", three]
            b = [
              one,
              two
            ]
            c = []
            """);

        config.GetStringList("a").ShouldBe(["one", "two", "three"]);
        config.GetStringList("b").ShouldBe(["one", "two"]);
        config.GetStringList("c").ShouldBeEmpty();
    }

    [Fact]
    public void The_last_assignment_wins() => ConfigurationFactory.ParseString("a = 1\na = 2").GetInt("a").ShouldBe(2);

    [Fact]
    public void Objects_merge_key_by_key()
    {
        var config = ConfigurationFactory.ParseString("""
            a { b = 1, c { d = 2, e = 3 } }
            a { b = 9, c { e = 8 } }
            """);

        config.GetInt("a.b").ShouldBe(9);
        config.GetInt("a.c.d").ShouldBe(2);
        config.GetInt("a.c.e").ShouldBe(8);
    }

    [Fact]
    public void A_substitution_takes_the_value_of_a_path()
    {
        var config = ConfigurationFactory.ParseString("""
            defaults { timeout = 5s, backoff { first = 250ms, max = 5s } }
            dial.timeout = ${defaults.timeout}
            dial.backoff = ${defaults.backoff}
            """);

        config.GetTimeSpan("dial.timeout").ShouldBe(TimeSpan.FromSeconds(5));
        config.GetTimeSpan("dial.backoff.first").ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public void A_substitution_may_name_what_stands_below_it()
    {
        var config = ConfigurationFactory.ParseString("a = ${b.c}\nb { c = 1 }");

        config.GetInt("a").ShouldBe(1);
    }

    [Fact]
    public void A_substitution_that_names_nothing_is_a_format_error() =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString("a = ${nowhere}").GetString("a"));

    [Fact]
    public void A_substitution_in_quotes_is_text() => ConfigurationFactory.ParseString("a = \"${b}\"").GetString("a").ShouldBe("${b}");
}
