using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Tests.Lifecycle;

public class LossTests
{
    private static readonly ConnectionEnd Orderly = new(Orderly: true, ProcessEnded: true, WasHeard: true, "its process 7 has ended");
    private static readonly ConnectionEnd Mute = new(Orderly: false, ProcessEnded: true, WasHeard: true, "its process 7 has ended");
    private static readonly ConnectionEnd Unheard = new(Orderly: false, ProcessEnded: true, WasHeard: false, "its process 7 has ended");
    private static readonly ConnectionEnd CutOff = new(Orderly: false, ProcessEnded: false, WasHeard: false, "the connection was lost");

    [Fact]
    public void Our_own_kill_is_a_kill_however_the_connection_ended()
    {
        foreach (var end in new[] { Orderly, Mute, Unheard, CutOff, null })
        {
            Loss.From(killRequested: true, end, new ProbeVerdict.Refused())
                .ShouldBe(new ServerLoss(LossCause.Killed, "killed by request; its socket refuses connections"));
        }
    }

    [Fact]
    public void A_server_that_said_so_has_exited() => Loss.From(false, Orderly, new ProbeVerdict.Refused())
        .ShouldBe(new ServerLoss(LossCause.Exited, "it said that it shuts down; its socket refuses connections"));

    [Fact]
    public void A_server_that_ended_without_a_word_to_a_client_that_listened_has_crashed() => Loss.From(false, Mute, new ProbeVerdict.Refused())
        .ShouldBe(new ServerLoss(LossCause.Crashed, "its process 7 has ended without a word; its socket refuses connections"));

    [Fact]
    public void An_end_that_nobody_would_have_heard_of_has_no_known_cause() => Loss.From(false, Unheard, new ProbeVerdict.Refused())
        .ShouldBe(new ServerLoss(LossCause.Unknown, "its process 7 has ended; its socket refuses connections"));

    [Fact]
    public void A_lost_connection_proves_nothing() => Loss.From(false, CutOff, new ProbeVerdict.Alive(7))
        .ShouldBe(new ServerLoss(LossCause.Unknown, "the connection was lost; another server, pid 7, listens on its socket"));

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
