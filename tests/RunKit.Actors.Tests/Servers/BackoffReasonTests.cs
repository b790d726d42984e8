using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

/// <summary>Why a server is not connected, and when it is dialled again.</summary>
public sealed class BackoffReasonTests
{
    private static readonly BackoffPolicy Policy = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));

    [Fact]
    public void Most_reasons_follow_the_policy()
    {
        foreach (var reason in new BackoffReason[]
            {
                new BackoffReason.Dead(Killed: false), new BackoffReason.Vanished("kill -USR1"), new BackoffReason.ConnectionLost("x"),
                new BackoffReason.DialFailed("x"), new BackoffReason.Restarted("x"), new BackoffReason.Released(IsToGuardAgain: true),
            })
        {
            reason.DialIn(Policy, 3, 0).ShouldBe(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_stopped_server_is_looked_at_each_second_and_a_silent_one_every_30()
    {
        new BackoffReason.Unresponsive(Stopped: true, "x").DialIn(Policy, 9, 1).ShouldBe(TimeSpan.FromSeconds(1));
        new BackoffReason.Unresponsive(Stopped: false, "x").DialIn(Policy, 1, 0).ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_released_server_is_not_dialled_of_itself() =>
        new BackoffReason.Released(IsToGuardAgain: false).DialIn(Policy, 1, 0).ShouldBeNull();

    [Fact]
    public void Each_has_the_word_of_its_view()
    {
        new BackoffReason.Dead(Killed: true).Reason.ShouldBe(ServerReason.Killed);
        new BackoffReason.Dead(Killed: false).Reason.ShouldBe(ServerReason.ServerDead);
        new BackoffReason.DialFailed("words").ShouldSatisfyAllConditions(
            reason => reason.Reason.ShouldBe(ServerReason.DialFailed), reason => reason.Error.ShouldBe("words"));
    }
}
