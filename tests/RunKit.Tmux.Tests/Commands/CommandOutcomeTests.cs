using System.Text.Json;
using RunKit.Tmux.Commands;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class CommandOutcomeTests
{
    public static TheoryData<CommandOutcome, string> Each => new()
    {
        { new CommandOutcome.Completed(["a", ""]), """{"outcome":"completed","Lines":["a",""]}""" },
        { new CommandOutcome.Failed("no such session"), """{"outcome":"failed","Words":"no such session"}""" },
        { new CommandOutcome.NotSent("not connected"), """{"outcome":"not-sent","Reason":"not connected"}""" },
        { new CommandOutcome.Unknown("it ended"), """{"outcome":"unknown","Reason":"it ended"}""" },
    };

    [Fact]
    public void Lines_of_all_blocks_come_in_order() =>
        CommandOutcome.From([Block("a\nb"), Block(""), Block("c")]).ShouldBe(new CommandOutcome.Completed(["a", "b", "c"]));

    [Fact]
    public void No_block_is_a_completed_command_that_printed_nothing() =>
        CommandOutcome.From([]).ShouldBe(new CommandOutcome.Completed([]));

    [Fact]
    public void The_first_error_wins() =>
        CommandOutcome.From([Block("fine"), Block("first", failed: true), Block("second", failed: true)])
            .ShouldBe(new CommandOutcome.Failed("first"));

    [Fact]
    public void Completed_outcomes_are_equal_by_their_lines()
    {
        new CommandOutcome.Completed(["a"]).GetHashCode().ShouldBe(new CommandOutcome.Completed(["a"]).GetHashCode());
        new CommandOutcome.Completed(["a"]).ShouldNotBe(new CommandOutcome.Completed(["b"]));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_outcome_survives_json(CommandOutcome outcome, string json)
    {
        JsonSerializer.Serialize(outcome).ShouldBe(json);
        JsonSerializer.Deserialize<CommandOutcome>(json).ShouldBe(outcome);
    }
}
