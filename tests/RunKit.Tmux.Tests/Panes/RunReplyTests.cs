using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class RunReplyTests
{
    private const string Nonce = "made-0123456789ab";

    [Fact]
    public void The_window_that_was_made_is_read_among_what_else_is_printed()
    {
        RunReply.TryReadMade($"a hook said this\n{Nonce} 42 1700000000 $1 @2 %3 77 /dev/pts/4\nand this\n", Nonce, out var made).ShouldBeTrue();

        made.ShouldBe(new MadeWindow(new ServerGeneration(42, 1_700_000_000), new SessionId(1), new WindowId(2), new PaneId(3), 77, "/dev/pts/4"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("made-other 42 1700000000 $1 @2 %3 77 /dev/pts/4\n")]
    [InlineData("made-0123456789ab 42 1700000000 $1 @2 %3 77 \n")]
    [InlineData("made-0123456789ab 42 1700000000 $1 @2 3 77 /dev/pts/4\n")]
    [InlineData(" made-0123456789ab 42 1700000000 $1 @2 %3 77 /dev/pts/4\n")]
    public void Anything_else_is_no_window(string output) => RunReply.TryReadMade(output, Nonce, out _).ShouldBeFalse();

    [Fact]
    public void No_text_makes_a_reader_fail() => Prop.ForAll<string>(text =>
    {
        var output = text ?? "";
        _ = RunReply.TryReadMade(output, Nonce, out _);
        _ = RunReply.TryReadMade($"{Nonce} {output}", Nonce, out _);
        _ = RunReply.MostRecentSession(output);
        _ = RunReply.Session(output);
        return RunReply.IsPiped(output, RunId.New()) is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_session_that_was_used_last_is_the_one_and_never_a_hidden_one()
    {
        RunReply.MostRecentSession("10 $0 old\n30 $1 _rk-ctl\n20 $2 name with spaces\nnonsense\n").ShouldBe(new SessionId(2));
        RunReply.MostRecentSession("30 $1 _rk-ctl\n").ShouldBeNull();
        RunReply.MostRecentSession("").ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(256, 1)]
    [InlineData(255 * 256, 255)]
    public void A_wait_status_without_a_signal_is_an_exit_status(int status, int code) =>
        RunResult.FromWaitStatus(status).ShouldBe(new RunResult.Exited(code));

    [Theory]
    [InlineData(9, "SIGKILL", 9)]
    [InlineData(128 + 11, "SIGSEGV", 11)]
    [InlineData(34, "SIG34", 34)]
    public void A_wait_status_with_a_signal_names_it(int status, string name, int number) =>
        RunResult.FromWaitStatus(status).ShouldBe(new RunResult.Signalled(name, number));

    [Fact]
    public void An_id_is_read_as_it_is_written_and_nothing_else_is_one() => Prop.ForAll<string>(text =>
    {
        var id = RunId.New();
        return RunId.TryParse(id.ToString(), out var read) && read == id && (!RunId.TryParse(text, out _) || text!.Length == 12);
    }).QuickCheckThrowOnFailure();
}
