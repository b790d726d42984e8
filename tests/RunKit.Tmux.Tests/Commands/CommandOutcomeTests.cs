using System.Text;
using System.Text.Json;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Tests.Commands;

public class CommandOutcomeTests
{
    public static TheoryData<CommandOutcome> Each =>
    [
        CommandOutcome.Completed.Of("a", ""), new CommandOutcome.Completed("cut", "said", Cut: true), new CommandOutcome.Failed("no such session", 1, "before\n"),
        new CommandOutcome.NotSent("not connected"), new CommandOutcome.Unknown("it ended"),
    ];

    [Fact]
    public void Status_0_is_completed_with_all_that_was_printed_and_said() =>
        CommandOutcome.From(Exited(0, "a\nb\n", "note\n")).ShouldBe(new CommandOutcome.Completed("a\nb\n", "note\n"));

    [Fact]
    public void Any_other_status_is_a_failure_in_tmuxs_own_words() =>
        CommandOutcome.From(Exited(1, "a\n", "can't find session: x\n")).ShouldBe(new CommandOutcome.Failed("can't find session: x", 1, "a\n"));

    [Fact]
    public void What_was_cut_is_said_to_be() =>
        CommandOutcome.From(Exited(0, "abc", "", cut: true)).ShouldBeOfType<CommandOutcome.Completed>().Cut.ShouldBeTrue();

    [Fact]
    public void What_was_not_sent_and_what_nobody_can_tell_stay_apart()
    {
        CommandOutcome.From(new TmuxResult.NotSent(NotSentReason.ServerDead, "no server")).ShouldBe(new CommandOutcome.NotSent("no server"));
        CommandOutcome.From(new TmuxResult.Unknown(UnknownReason.Deadline, "no answer")).ShouldBe(new CommandOutcome.Unknown("no answer", TimedOut: true));
        CommandOutcome.From(new TmuxResult.Unknown(UnknownReason.ConnectionLost, "it went")).ShouldBe(new CommandOutcome.Unknown("it went"));
    }

    [Fact]
    public void Bytes_that_are_no_text_cost_no_outcome() =>
        CommandOutcome.From(new TmuxResult.Exited(0, new byte[] { (byte)'a', 0xff }, default, Cut: false)).ShouldBe(new CommandOutcome.Completed("a\ufffd"));

    [Fact]
    public void Lines_are_what_was_printed_without_line_ends()
    {
        CommandOutcome.Completed.Of().Lines.ShouldBeEmpty();
        CommandOutcome.Completed.Of("a", "b").Lines.ShouldBe(["a", "b"]);
        new CommandOutcome.Completed("a\n\nb").Lines.ShouldBe(["a", "", "b"]);
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_outcome_survives_json(CommandOutcome outcome) =>
        JsonSerializer.Deserialize<CommandOutcome>(JsonSerializer.Serialize(outcome)).ShouldBe(outcome);

    private static TmuxResult.Exited Exited(int status, string output, string error, bool cut = false) =>
        new(status, Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(error), cut);
}
