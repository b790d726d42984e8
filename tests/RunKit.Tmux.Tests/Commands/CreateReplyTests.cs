using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Commands;

public sealed class CreateReplyTests
{
    private const string Nonce = "0a1b";

    [Fact]
    public void What_a_started_server_prints_is_read()
    {
        var reply = Read("/h/.tmux.conf:1: unknown command: x\n0a1b started\n0a1b made 7 8 $0 %1 9 a name\n0a1b held %1\n");

        reply.ShouldBe(reply with { IsStarted = true, IsTaken = false, Held = new PaneId(1) });
        reply.Made.ShouldBe(new MadeSession(new ServerGeneration(7, 8), new SessionId(0), new PaneId(1), 9, "a name"));
        reply.Before.ShouldBe(["/h/.tmux.conf:1: unknown command: x"]);
    }

    [Fact]
    public void A_server_that_somebody_else_has_started_is_told() => Read("0a1b taken\n").IsTaken.ShouldBeTrue();

    [Theory]
    [InlineData("1b made 7 8 $0 %1 9 x")]
    [InlineData("0a1b made 7 8 $0 %1 9")]
    [InlineData("0a1b made -7 8 $0 %1 9 x")]
    [InlineData("0a1b made 7 8 0 %1 9 x")]
    [InlineData("0a1bmade 7 8 $0 %1 9 x")]
    public void What_is_not_ours_or_not_whole_does_not_count(string line) => Read(line).Made.ShouldBeNull();

    [Fact]
    public void Whatever_is_printed_is_read_without_a_failure() => Prop.ForAll<byte[]>(bytes =>
    {
        CreateReply.Read(bytes, Nonce).Made.ShouldBeNull();
        PaneEnd.Read(bytes);
        CreateReply.Read([.. "0a1b made "u8, .. bytes], Nonce);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0  \n", null)]
    [InlineData("", null)]
    [InlineData("1 1 \n", "ended at once with status 1")]
    [InlineData("1  9\n", "ended at once by signal 9")]
    [InlineData("1  \n", "ended at once")]
    [InlineData("1 127 \nmore", "was not found (status 127)")]
    [InlineData("1 126", "cannot be run (status 126)")]
    public void What_became_of_a_program_is_read(string printed, string? said) => PaneEnd.Read(Encoding.ASCII.GetBytes(printed))?.ToString().ShouldBe(said);

    private static CreateReply Read(string printed) => CreateReply.Read(Encoding.UTF8.GetBytes(printed), Nonce);
}
