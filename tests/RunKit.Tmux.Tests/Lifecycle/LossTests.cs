using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Tests.Lifecycle;

public class LossTests
{
    private static readonly ConnectionEnd Bare = new(SawExit: true, ExitReason: null, "%exit");
    private static readonly ConnectionEnd Unexpected = new(SawExit: true, "server exited unexpectedly", "%exit server exited unexpectedly");
    private static readonly ConnectionEnd Silent = new(SawExit: false, ExitReason: null, "the client ended without %exit");

    [Fact]
    public void Our_own_kill_is_a_kill_whatever_the_client_said()
    {
        foreach (var end in new[] { Bare, Unexpected, Silent, null })
        {
            Loss.From(killRequested: true, end, new ProbeVerdict.Refused())
                .ShouldBe(new ServerLoss(LossCause.Killed, "killed by request; its socket refuses connections"));
        }
    }

    [Fact]
    public void A_bare_exit_was_orderly() =>
        Loss.From(false, Bare, new ProbeVerdict.Refused())
            .ShouldBe(new ServerLoss(LossCause.Exited, "its client was told to exit; its socket refuses connections"));

    [Fact]
    public void A_client_that_lost_its_server_tells_of_a_crash() =>
        Loss.From(false, Unexpected, new ProbeVerdict.Refused())
            .ShouldBe(new ServerLoss(LossCause.Crashed, "the client lost its server; its socket refuses connections"));

    [Fact]
    public void Any_other_reason_is_passed_on_and_proves_nothing() =>
        Loss.From(false, new ConnectionEnd(true, "too far behind", "x"), new ProbeVerdict.Alive(7))
            .ShouldBe(new ServerLoss(LossCause.Unknown, "the client exited: too far behind; another server, pid 7, listens on its socket"));

    [Fact]
    public void A_client_that_ended_without_a_word_leaves_the_cause_unknown() =>
        Loss.From(false, Silent, new ProbeVerdict.Refused())
            .ShouldBe(new ServerLoss(LossCause.Unknown, "the client ended without %exit; its socket refuses connections"));

    [Fact]
    public void Without_a_connection_a_socket_and_process_that_are_gone_have_vanished()
    {
        Loss.From(false, null, new ProbeVerdict.Absent())
            .ShouldBe(new ServerLoss(LossCause.Vanished, "its socket and its process are gone"));
        Loss.From(false, null, new ProbeVerdict.Refused())
            .ShouldBe(new ServerLoss(LossCause.Unknown, "not connected at the time; its socket refuses connections"));
        Loss.From(false, null, new ProbeVerdict.BacklogFull()).Evidence.ShouldBe("not connected at the time; its process is gone");
    }
}
