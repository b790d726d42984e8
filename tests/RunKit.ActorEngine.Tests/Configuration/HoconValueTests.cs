using Akka.Configuration;

namespace RunKit.ActorEngine.Tests.Configuration;

public class HoconValueTests
{
    [Theory]
    [InlineData("root = /var, dir = ${root}/log", "/var/log")]
    [InlineData("root = /var, dir = ${root}\"/log\"", "/var/log")]
    [InlineData("root = /var, dir = in ${root} or  there # not here", "in /var or  there")]
    public void Texts_side_by_side_are_one_text(string text, string expected) =>
        ConfigurationFactory.ParseString(text).GetString("dir").ShouldBe(expected);

    [Fact]
    public void Lists_side_by_side_are_one_list() =>
        ConfigurationFactory.ParseString("a = [1, 2], b = ${a} [3]").GetStringList("b").ShouldBe(["1", "2", "3"]);

    [Fact]
    public void Objects_side_by_side_merge() =>
        ConfigurationFactory.ParseString("a { x = 1, y = 1 }, b = ${a} { y = 2 }").GetConfig("b")!.ToString().ShouldBe("x = \"1\"\ny = \"2\"\n");

    [Fact]
    public void An_object_merges_with_what_a_substitution_gave_before() =>
        ConfigurationFactory.ParseString("a { x = 1, y = 1 }, b = ${a}, b { y = 2 }").GetConfig("b")!.ToString().ShouldBe("x = \"1\"\ny = \"2\"\n");

    [Fact]
    public void A_substitution_may_name_its_own_neighbour() => ConfigurationFactory.ParseString("a { x = 1, y = ${a.x} }").GetInt("a.y").ShouldBe(1);

    [Fact]
    public void A_substitution_takes_the_last_value_of_its_path() => ConfigurationFactory.ParseString("a = 1, b = ${a}, a = 2").GetInt("b").ShouldBe(2);

    [Fact]
    public void A_text_between_two_objects_parts_them()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }, a = text, a { y = 2 }");

        config.HasPath("a.x").ShouldBeFalse();
        config.GetInt("a.y").ShouldBe(2);
    }

    [Fact]
    public void Null_takes_a_value_away()
    {
        var config = ConfigurationFactory.ParseString("a = 1, a = null");

        config.HasPath("a").ShouldBeFalse();
        config.GetInt("a", 7).ShouldBe(7);
        ConfigurationFactory.ParseString("a = null").WithFallback("a = 1").HasPath("a").ShouldBeFalse();
    }

    [Fact]
    public void Triple_quotes_end_with_the_last_three_quotes() =>
        ConfigurationFactory.ParseString("a = \"\"\"\"x\"\"\"\"").GetString("a").ShouldBe("\"x\"");

    [Fact]
    public void Line_ends_and_a_byte_order_mark_of_other_systems_are_read() =>
        ConfigurationFactory.ParseString("\uFEFFa = 1\r\nb = x y\r\n").GetString("b").ShouldBe("x y");

    [Theory]
    [InlineData("1b", 1)]
    [InlineData("1kB", 1_000)]
    [InlineData("1k", 1_024)]
    [InlineData("2 MiB", 2_097_152)]
    [InlineData("0.5g", 536_870_912)]
    [InlineData("1 TB", 1_000_000_000_000)]
    public void Sizes_count_in_thousands_or_in_1024s(string text, long bytes) =>
        ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a").ShouldBe(bytes);

    [Theory]
    [InlineData("ns nano nanos nanosecond nanoseconds", 3)]
    [InlineData("us micro micros microsecond microseconds", 3_000)]
    [InlineData("ms milli millis millisecond milliseconds", 3_000_000)]
    [InlineData("s second seconds", 3_000_000_000)]
    [InlineData("m minute minutes", 180_000_000_000)]
    [InlineData("h hour hours", 10_800_000_000_000)]
    [InlineData("d day days", 259_200_000_000_000)]
    public void Every_unit_of_time_has_its_spellings(string units, long ticksOf300)
    {
        foreach (var unit in units.Split(' '))
            ConfigurationFactory.ParseString($"a = 300 {unit}").GetTimeSpan("a").Ticks.ShouldBe(ticksOf300, unit);
    }

    [Fact]
    public void A_fraction_of_a_millisecond_keeps_its_length() =>
        ConfigurationFactory.ParseString("a = 0.25 ms").GetTimeSpan("a").Ticks.ShouldBe(2_500);

    [Fact]
    public void The_reference_configuration_knows_every_shutdown_phase()
    {
        var phases = ConfigurationFactory.Default().GetConfig("akka.coordinated-shutdown.phases");

        phases!.AsEnumerable().Select(phase => phase.Key).ShouldBe(
        [
            "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown",
            "cluster-sharding-shutdown-region", "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown",
            "before-actor-system-terminate", "actor-system-terminate",
        ]);
    }
}
