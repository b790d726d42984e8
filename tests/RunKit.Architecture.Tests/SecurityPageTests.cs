using System.Text.RegularExpressions;

namespace RunKit.Architecture.Tests;

/// <summary>The page on security: each claim names what holds it.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Every_test_that_the_page_on_security_names_is_there()
    {
        var tests = string.Join('\n', House.Sources("tests").SelectMany(source => source.Lines));
        var named = Test().Matches(File.ReadAllText(Path.Combine(House.Root, "docs/security.md")));

        named.Count.ShouldBeGreaterThan(20);
        foreach (Match test in named)
        {
            tests.ShouldContain($"class {test.Groups["class"].Value}", customMessage: test.Value);
            tests.ShouldContain(test.Groups["method"].Value, customMessage: test.Value);
        }
    }

    [Fact]
    public void Every_threat_has_a_defence_and_a_test() =>
        File.ReadLines(Path.Combine(House.Root, "docs/security.md"))
            .SkipWhile(line => line != "| threat | defence | test |").Skip(2).TakeWhile(line => line.StartsWith('|'))
            .ShouldAllBe(line => Test().IsMatch(line.Split('|', StringSplitOptions.None)[3]));

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Test();
}
