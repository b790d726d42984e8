using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

public sealed class BackoffTests : ServerScenario
{
    [Fact]
    public void A_server_whose_dials_fail_is_dialled_after_250_ms_500_ms_1_s_2_s_5_s_5_s()
    {
        Server.Verdict = new ProbeVerdict.Unclear("strange");
        Begin();

        foreach (var delay in (double[])[250, 500, 1000, 2000, 5000, 5000])
        {
            DialsAgainAfter(Ms(delay));
        }
    }

    [Fact]
    public void A_dead_server_is_looked_at_after_250_ms_500_ms_1_s_2_s_5_s_5_s()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        foreach (var delay in (double[])[250, 500, 1000, 2000, 5000, 5000])
        {
            DialsAgainAfter(Ms(delay));
        }

        Server.Sent.ShouldBe(0);
    }

    [Fact]
    public void A_success_starts_the_rhythm_anew()
    {
        Server.Verdict = new ProbeVerdict.Unclear("strange");
        Begin();
        DialsAgainAfter(Ms(250));
        DialsAgainAfter(Ms(500));
        Server.Start();
        DialsAgainAfter(Ms(1000));
        View.Status.ShouldBe(ServerStatus.Connected);
        View.Attempt.ShouldBe(0);

        Server.EndConnections(Ends.Silent);
        Settle();

        DialsAgainAfter(Ms(250));
        View.Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public void A_socket_made_anew_starts_the_rhythm_anew_and_is_dialled_at_once()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();
        DialsAgainAfter(Ms(250));
        DialsAgainAfter(Ms(500));

        SocketCreated();

        Server.Dials.Count.ShouldBe(4);
        Server.Dials.Made[^1].JustCreated.ShouldBeTrue();
        View.Attempt.ShouldBe(1);
        DialsAgainAfter(Ms(250));
        Server.Dials.Made[^1].JustCreated.ShouldBeFalse();
    }

    [Fact]
    public void Chance_comes_through_its_port_and_only_lengthens_a_delay()
    {
        Ports.Jitter.Value = 1;
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        DialsAgainAfter(Ms(300));
        DialsAgainAfter(Ms(600));
    }

    [Fact]
    public void A_lost_connection_is_no_failed_dial()
    {
        Connect();

        Server.EndConnections(Ends.Silent);
        Settle();

        View.Status.ShouldBe(ServerStatus.BackingOff);
        View.Attempt.ShouldBe(0);
    }

    private void DialsAgainAfter(TimeSpan delay)
    {
        var dials = Server.Dials.Count;
        Advance(delay - Ms(1));
        Server.Dials.Count.ShouldBe(dials, $"a moment before {delay}");
        Advance(Ms(1));
        Server.Dials.Count.ShouldBe(dials + 1, $"at {delay}");
    }
}
