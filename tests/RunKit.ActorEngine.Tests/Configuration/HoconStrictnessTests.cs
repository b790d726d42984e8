using Akka.Configuration;

namespace RunKit.ActorEngine.Tests.Configuration;

public class HoconStrictnessTests
{
    [Theory]
    [InlineData("a{b", 1, 4)]
    [InlineData("a { b = 1", 1, 3)]
    [InlineData("a = 1\nb = \"x", 2, 5)]
    [InlineData("a = \"\"\"x", 1, 5)]
    [InlineData("a = \"x\ny\"", 1, 5)]
    [InlineData("a = [1, 2", 1, 5)]
    [InlineData("a = [1 }", 1, 8)]
    [InlineData("a { b = 1 ]", 1, 11)]
    [InlineData("a {} b = 1", 1, 8)]
    [InlineData("a = [1, [2]", 1, 5)]
    [InlineData("a = 1, , b = 2", 1, 8)]
    [InlineData("a =\nb = 2", 2, 1)]
    [InlineData("a =", 1, 4)]
    [InlineData("a", 1, 2)]
    [InlineData("a b = 1", 1, 3)]
    [InlineData("a..b = 1", 1, 3)]
    [InlineData("a = 1 }", 1, 7)]
    [InlineData("{ a = 1 }\n}", 2, 1)]
    [InlineData("a = http://host", 1, 9)]
    [InlineData("a = \"\\q\"", 1, 6)]
    [InlineData("a = \"\\u12\"", 1, 6)]
    [InlineData("a = $b", 1, 5)]
    [InlineData("a = ${b", 1, 5)]
    [InlineData("a = ${b..c}", 1, 5)]
    [InlineData("a = [1] text", 1, 5)]
    [InlineData("[1]", 1, 1)]
    public void Malformed_text_is_refused_where_it_goes_wrong(string text, int line, int column) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString(text)).Message.ShouldStartWith($"HOCON, line {line}, column {column}: ");

    [Theory]
    [InlineData("include \"other.conf\"", "include is not supported")]
    [InlineData("a += 1", "+= is not supported")]
    [InlineData("a = ${?b}", "${?...} is not supported")]
    public void What_lies_outside_of_the_subset_is_named(string text, string message) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString(text)).Message.ShouldContain(message);

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}, b = ${a}")]
    [InlineData("a = ${b}, b { c = ${a} }")]
    [InlineData("a = ${b}, b = [${a}]")]
    [InlineData("a = ${b}, b { a = ${a} }, a = ${b}")]
    [InlineData("a = x${b}, b = y${a}")]
    public void A_substitution_that_leads_back_to_itself_is_refused(string text) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString(text)).Message.ShouldContain("line 1");

    [Fact]
    public void A_text_that_doubles_again_and_again_is_refused()
    {
        var doubling = "a0 = " + new string('x', 100) + "\n" + string.Concat(Enumerable.Range(1, 40).Select(n => $"a{n} = ${{a{n - 1}}}${{a{n - 1}}}\n"));

        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString(doubling)).Message.ShouldContain("enormous");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{ a = ")]
    public void Deep_nesting_is_refused_before_it_can_exhaust_the_stack(string opening) =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString("a = " + string.Concat(Enumerable.Repeat(opening, 100_000))))
            .Message.ShouldContain("nest more than 100 deep");

    [Fact]
    public void A_long_chain_of_substitutions_is_refused_before_it_can_exhaust_the_stack()
    {
        var chain = string.Concat(Enumerable.Range(0, 10_000).Select(n => $"a{n} = ${{a{n + 1}}}\n")) + "a10000 = 1";

        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString(chain)).Message.ShouldContain("more than 100");
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_named_with_its_path()
    {
        var config = ConfigurationFactory.ParseString("a { b = [1], c = 5, d { e = 1 } }");

        Should.Throw<ConfigurationException>(() => config.GetString("a.b")).Message.ShouldBe("a.b: a text is wanted here, and a list was found.");
        Should.Throw<ConfigurationException>(() => config.GetConfig("a.c")).Message.ShouldBe("a.c: an object is wanted here, and the text '5' was found.");
        Should.Throw<ConfigurationException>(() => config.GetStringList("a.d")).Message.ShouldBe("a.d: a list is wanted here, and an object was found.");
    }

    [Fact]
    public void A_value_that_does_not_read_is_named_with_its_path()
    {
        var config = ConfigurationFactory.ParseString("a = abc");

        Should.Throw<FormatException>(() => config.GetInt("a")).Message.ShouldStartWith("a: 'abc' is not a whole number");
        Should.Throw<FormatException>(() => config.GetTimeSpan("a")).Message.ShouldStartWith("a: 'abc' is not a duration");
        Should.Throw<FormatException>(() => config.GetByteSize("a")).Message.ShouldStartWith("a: 'abc' is not a size");
        Should.Throw<NotSupportedException>(() => config.GetBoolean("a")).Message.ShouldStartWith("a: 'abc' is not a boolean");
    }

    [Fact]
    public void Where_infinity_is_not_allowed_it_is_a_format_error() =>
        Should.Throw<FormatException>(() => ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a", allowInfinite: false));

    [Theory]
    [InlineData("")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    public void A_path_that_is_none_is_refused(string path) => Should.Throw<FormatException>(() => Config.Empty.HasPath(path));
}
