using System.Text;
using System.Text.Json;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.ControlPlane.Tests.Servers;

public sealed class ServerViewJsonTests
{
    private static readonly ServerView Dead = new(
        "box", "work", "/s/work", ServerStatus.BackingOff, ServerReason.ServerDead, null, null, null, GuardState.None, 0, 0, 0, 1, DateTimeOffset.UnixEpoch, 0)
    {
        Ended = new ServerEnd(LossCause.Killed, "killed by request", DateTimeOffset.UnixEpoch.AddSeconds(1), "cli"),
    };

    [Fact]
    public void A_view_comes_back_as_it_was()
    {
        ServerView[] views = [Dead, Dead with { Ended = Dead.Ended! with { By = null } }, Dead with { Ended = null, Generation = new ServerGeneration(7, 8), Version = "3.3a" }];

        ServerViewJson.Read(Text([.. views])).ShouldBe(views);
        JsonSerializer.Deserialize(Text([.. views]), PlaneJson.Default.ImmutableArrayServerView).ShouldBe(views);
    }

    [Fact]
    public void A_view_that_does_not_say_how_the_server_ended_can_be_read() =>
        ServerViewJson.Read(Text([Dead with { Ended = null }]).Replace(",\"ended\":null", "", StringComparison.Ordinal)).ShouldHaveSingleItem().Ended.ShouldBeNull();

    [Fact]
    public void An_end_without_its_members_is_refused() =>
        Should.Throw<JsonException>(() => ServerViewJson.Read(Text([Dead]).Replace("\"evidence\"", "\"hearsay\"", StringComparison.Ordinal)));

    private static string Text(ReadOnlySpan<ServerView> views) => Encoding.UTF8.GetString(ServerViewJson.Write([.. views]).Span);
}
