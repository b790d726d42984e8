using Akka.Configuration;

namespace RunKit.ActorEngine.Contract.Tests.Configuration;

public class ConfigReadingTests
{
    [Fact]
    public void A_missing_key_yields_the_default_that_the_caller_names()
    {
        var config = ConfigurationFactory.ParseString("other = 1");

        config.GetString("a", "x").ShouldBe("x");
        config.GetInt("a", 7).ShouldBe(7);
        config.GetLong("a", 8).ShouldBe(8);
        config.GetDouble("a", 1.5).ShouldBe(1.5);
        config.GetBoolean("a", true).ShouldBeTrue();
        config.GetTimeSpan("a", TimeSpan.FromSeconds(3)).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_missing_key_without_a_default_yields_null_zero_or_false()
    {
        var config = ConfigurationFactory.ParseString("other = 1");

        config.GetString("a.b").ShouldBeNull();
        config.GetInt("a.b").ShouldBe(0);
        config.GetLong("a.b").ShouldBe(0);
        config.GetDouble("a.b").ShouldBe(0);
        config.GetBoolean("a.b").ShouldBeFalse();
        config.GetTimeSpan("a.b").ShouldBe(TimeSpan.Zero);
        config.GetByteSize("a.b").ShouldBeNull();
    }

    [Fact]
    public void A_missing_object_is_null() => ConfigurationFactory.ParseString("a = 1").GetConfig("b.c").ShouldBeNull();

    [Fact]
    public void A_missing_list_is_empty() => ConfigurationFactory.ParseString("a = 1").GetStringList("b").ShouldBeEmpty();

    [Fact]
    public void An_object_reads_as_a_configuration_of_its_own()
    {
        var inner = ConfigurationFactory.ParseString("runkit { dial { timeout = 5s, retries = 3 } }").GetConfig("runkit.dial");

        inner.ShouldNotBeNull();
        inner!.GetInt("retries").ShouldBe(3);
        inner.GetTimeSpan("timeout").ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("2 s", 2_000)]
    [InlineData("2s", 2_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("5 minutes", 300_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("400", 400)]
    public void A_duration_has_a_unit_or_is_in_milliseconds(string text, int milliseconds) =>
        ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a").ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void An_infinite_duration_is_the_infinite_time_span() =>
        ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a").ShouldBe(Timeout.InfiniteTimeSpan);

    [Theory]
    [InlineData("-5s")]
    [InlineData("5 lightyears")]
    [InlineData("soon")]
    public void A_negative_or_unknown_duration_is_a_format_error(string text) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a"));

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void A_boolean_is_on_true_off_or_false(string text, bool expected) =>
        ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a", !expected).ShouldBe(expected);

    [Fact]
    public void Yes_is_not_a_boolean() =>
        Should.Throw<NotSupportedException>(() => ConfigurationFactory.ParseString("a = yes").GetBoolean("a"));

    [Fact]
    public void Numbers_read_as_what_they_are()
    {
        var config = ConfigurationFactory.ParseString("int = -42\nlong = 5000000000\ndouble = 2.5");

        config.GetInt("int").ShouldBe(-42);
        config.GetLong("long").ShouldBe(5_000_000_000);
        config.GetDouble("double").ShouldBe(2.5);
    }

    [Fact]
    public void A_word_is_no_number() => Should.Throw<FormatException>(() => ConfigurationFactory.ParseString("a = abc").GetInt("a"));

    [Theory]
    [InlineData("1KiB", 1_024)]
    [InlineData("512", 512)]
    public void A_size_has_a_unit_or_is_in_bytes(string text, long bytes) =>
        ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a").ShouldBe(bytes);

    [Fact]
    public void A_path_is_there_or_not()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1 }");

        config.HasPath("a").ShouldBeTrue();
        config.HasPath("a.b").ShouldBeTrue();
        config.HasPath("a.c").ShouldBeFalse();
        config.HasPath("b").ShouldBeFalse();
    }

    [Fact]
    public void No_configuration_and_an_empty_one_are_null_or_empty()
    {
        Config? none = null;

        none.IsNullOrEmpty().ShouldBeTrue();
        Config.Empty.IsNullOrEmpty().ShouldBeTrue();
        ConfigurationFactory.Empty.IsEmpty.ShouldBeTrue();
        ConfigurationFactory.ParseString("a = 1").IsNullOrEmpty().ShouldBeFalse();
    }

    [Fact]
    public void Text_converts_to_a_configuration()
    {
        Config config = "a { b = 1 }";

        config.GetInt("a.b").ShouldBe(1);
    }
}
