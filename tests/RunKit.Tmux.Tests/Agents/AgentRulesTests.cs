using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Agents;

namespace RunKit.Tmux.Tests.Agents;

public sealed class AgentRulesTests
{
    private const string Good = """
        {
          "version": 1,
          "agents": [
            {
              "name": "mine",
              "processes": ["mine"],
              "titles": [{ "id": "t", "pattern": "^busy", "says": "working" }],
              "screen": [
                { "id": "s", "region": "last", "rows": 3, "all": ["^ask"], "says": "waiting:question" }
              ]
            }
          ]
        }
        """;

    [Fact]
    public void The_rules_of_the_package_are_good() => AgentRules.BuiltIn.Programs.Select(program => program.Name).ShouldBe(["claude", "codex", "gemini", "opencode"]);

    [Fact]
    public void Rules_are_read()
    {
        Read(Good, out var rules).ShouldBeNull();

        var program = rules!.Find("mine").ShouldNotBeNull();
        program.Screen[0].ShouldSatisfyAllConditions(rule => rule.Kind.ShouldBe(AgentWaitKind.Question), rule => rule.Rows.ShouldBe(3));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", 2, "version 2 is not known")]
    [InlineData("\"name\": \"mine\"", "\"nam\": \"mine\"", 5, "'nam' is not known here")]
    [InlineData("\"name\": \"mine\"", "\"name\": \"My Agent\"", 5, "is no agent's name")]
    [InlineData("[\"mine\"]", "\"mine\"", 6, "a list is wanted here")]
    [InlineData("^busy", "(a", 7, "the pattern cannot be read")]
    [InlineData("^busy", "(?=a)b", 7, "needs backtracking")]
    [InlineData("\"working\"", "\"happy\"", 7, "'happy' is no state")]
    [InlineData("waiting:question", "waiting", 9, "is no state")]
    [InlineData("waiting:question", "waiting:lunch", 9, "'lunch' is not waited for")]
    [InlineData("\"last\"", "\"middle\"", 9, "'middle' is no region")]
    [InlineData("\"rows\": 3", "\"rows\": 0", 9, "a whole number from 1 to 100")]
    [InlineData("[\"^ask\"]", "[]", 9, "a rule needs a pattern")]
    [InlineData("\"id\": \"s\", ", "", 9, "'id' is missing")]
    [InlineData("\"says\": \"waiting:question\"", "\"says\": \"waiting:question\", \"says\": \"idle\"", 9, "'says' is there twice")]
    [InlineData("^busy", "\\q\"", 7, "it is not JSON")]
    public void A_fault_is_named_with_its_line(string from, string to, int line, string problem)
    {
        var fault = Read(Good.Replace(from, to, StringComparison.Ordinal), out _).ShouldNotBeNull();

        fault.Problem.ShouldContain(problem);
        fault.Line.ShouldBe(line);
    }

    [Fact]
    public void No_text_makes_it_fail() => Prop.ForAll<string, byte[], int>((text, bytes, at) =>
    {
        _ = Read(text ?? "", out _);
        _ = AgentRulesReader.TryRead(bytes ?? [], out _, out _);
        var good = Encoding.UTF8.GetBytes(Good);
        good[Math.Abs(at % good.Length)] = (byte)(at >> 8);
        return AgentRulesReader.TryRead(good, out var rules, out var fault) ? rules is not null : fault.Line > 0 && fault.Problem.Length > 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_screen_makes_the_rules_fail_and_of_each_state_there_is_one_rule() => Prop.ForAll<string[]>(rows =>
    {
        var screen = new AgentScreen((rows ?? []).Select(row => row ?? ""));
        return AgentRules.BuiltIn.Programs.All(program =>
        {
            _ = AgentMatching.Title(program, string.Concat(rows ?? []), DateTimeOffset.UnixEpoch);
            var found = AgentMatching.Screen(program, screen, DateTimeOffset.UnixEpoch);
            return found.Select(evidence => evidence.Says).Distinct().Count() == found.Length;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_box_and_what_stands_above_the_input_are_found()
    {
        var screen = new AgentScreen(["said", "╭────╮", "│ in │", "│    │", "╰────╯", "one", "two", "────", "> typed", "────", "below"]);
        var input = AgentRules.BuiltIn.Find("claude")!.Input;

        screen.Region(AgentRegion.Box, 5, input).ShouldBe(["in"]);
        screen.Region(AgentRegion.AboveInput, 2, input).ShouldBe(["one", "two"]);
        screen.Region(AgentRegion.Input, 5, input).ShouldBe(["> typed", "below"]);
        screen.Region(AgentRegion.Last, 2, input).ShouldBe(["> typed", "below"]);
    }

    private static AgentRulesFault? Read(string text, out AgentRules? rules) =>
        AgentRulesReader.TryRead(Encoding.UTF8.GetBytes(text), out rules, out var fault) ? null : fault;
}
