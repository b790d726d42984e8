using RunKit.Testing.Fakes;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Servers;

/// <summary>What the actors do for a server that is only observed: they look.</summary>
public sealed class ObserveTests : ServerScenario
{
    [Fact]
    public void An_observed_server_is_listed_and_nothing_is_ever_run_on_it()
    {
        var connection = Observe();

        for (var count = 1; count <= 5; count++)
        {
            Advance(Seconds(2));
            connection.Lists.Count.ShouldBe(count);
        }

        View.Guard.ShouldBe(GuardState.Observe);
        (connection.Commands.Count, connection.Releases.Count, Ports.Client.Runs.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void An_observed_server_whose_last_session_ends_is_left_to_its_end()
    {
        var connection = Observe();

        connection.State = ServerState.Empty;
        Advance(Seconds(2));
        Reports.Events<SessionRemoved>().Count.ShouldBe(2);
        Server.Die(Ends.Silent with { ProcessEnded = true });
        SettleAll();

        Reports.Events<ServerLost>().Single().Cause.ShouldBe(LossCause.Unknown);
        (connection.Commands.Count, connection.Releases.Count, Ports.Client.Runs.Count).ShouldBe((0, 0, 0));
    }

    private FakeConnection Observe()
    {
        Settings = Settings with { Guard = GuardPolicy.Observe };
        return Connect();
    }
}
