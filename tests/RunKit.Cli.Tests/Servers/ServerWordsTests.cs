using RunKit.Cli.Servers;

namespace RunKit.Cli.Tests.Servers;

public sealed class ServerWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(ServerStatus.Connected, null, "running")]
    [InlineData(ServerStatus.Connected, ServerReason.Unresponsive, "not answering")]
    [InlineData(ServerStatus.Connected, ServerReason.Vanished, "running, its socket is gone")]
    [InlineData(ServerStatus.BackingOff, ServerReason.ServerDead, "dead")]
    [InlineData(ServerStatus.Dialing, ServerReason.ServerDead, "dead")]
    [InlineData(ServerStatus.BackingOff, ServerReason.Unresponsive, "not answering")]
    [InlineData(ServerStatus.BackingOff, ServerReason.Released, "released")]
    [InlineData(ServerStatus.BackingOff, ServerReason.DialFailed, "not usable")]
    [InlineData(ServerStatus.Dialing, ServerReason.ConnectionLost, "connecting again")]
    [InlineData(ServerStatus.Dialing, null, "connecting")]
    [InlineData(ServerStatus.Unmanageable, ServerReason.BadName, "unmanageable")]
    public void A_row_says_how_it_is_with_the_server(ServerStatus status, ServerReason? reason, string words) =>
        ServerWords.Of(FakeControlPlane.View("a") with { Status = status, Reason = reason }, Now).ShouldBe(words);

    [Theory]
    [InlineData(LossCause.Killed, 184, "cli", "dead: killed 3 m ago by cli")]
    [InlineData(LossCause.Crashed, 59, null, "dead: crashed 59 s ago")]
    [InlineData(LossCause.Exited, 7300, null, "dead: exited 2 h ago")]
    [InlineData(LossCause.Vanished, 200_000, null, "dead: vanished 2 d ago")]
    [InlineData(LossCause.Unknown, -3, null, "dead: 0 s ago")]
    public void A_dead_server_says_how_it_ended_and_when(LossCause cause, int secondsAgo, string? by, string words)
    {
        var end = new ServerEnd(cause, "it was seen", Now.AddSeconds(-secondsAgo), by);

        ServerWords.Of(FakeControlPlane.View("a") with { Reason = ServerReason.ServerDead, Ended = end }, Now).ShouldBe(words);
    }

    [Fact]
    public void No_state_is_without_words()
    {
        foreach (var status in Enum.GetValues<ServerStatus>())
        {
            foreach (var reason in Enum.GetValues<ServerReason>())
            {
                ServerWords.Of(FakeControlPlane.View("a") with { Status = status, Reason = reason }, Now).ShouldNotBeNullOrWhiteSpace();
            }
        }
    }
}
