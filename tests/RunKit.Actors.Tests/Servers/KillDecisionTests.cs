using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

/// <summary>What a request to kill comes to.</summary>
public sealed class KillDecisionTests
{
    private readonly FakeProcesses _processes = new();
    private readonly ProcessIdentity _server;

    public KillDecisionTests() => _server = _processes.Start();

    private ProbeVerdict Alive => new ProbeVerdict.Alive(_server.Pid);

    [Fact]
    public void A_server_that_answers_is_killed() => Decide(Alive).ShouldBe(new KillDecision.Begin(_server));

    [Fact]
    public void The_server_that_listens_now_is_meant_whoever_was_known()
    {
        var other = _processes.Start();

        Decide(new ProbeVerdict.Alive(other.Pid)).ShouldBe(new KillDecision.Begin(other));
    }

    [Fact]
    public void One_that_RunKit_runs_in_is_refused_unless_forced()
    {
        _processes.MakeAncestor(_server.Pid);

        Answer<KillOutcome.Refused>(Decide(Alive)).Reason.ShouldContain("with force both end");
        Decide(Alive, force: true).ShouldBe(new KillDecision.Begin(_server));
    }

    [Fact]
    public void One_that_is_stopped_is_left_with_the_remedies_unless_forced()
    {
        _processes.Stop(_server);

        Answer<KillOutcome.StillAlive>(Decide(Alive)).Reason.ShouldBe(
            $"its process {_server.Pid} is stopped, and nothing was sent to it; kill -CONT {_server.Pid} lets it go on, --force ends it with SIGKILL");
        Decide(Alive, force: true).ShouldBe(new KillDecision.Begin(_server));
    }

    [Fact]
    public void One_that_is_silent_is_left_unless_forced()
    {
        Answer<KillOutcome.StillAlive>(Decide(Alive, answers: false)).Reason.ShouldContain("does not answer");
        Decide(Alive, answers: false, force: true).ShouldBe(new KillDecision.Begin(_server));
    }

    [Fact]
    public void Nobody_who_listens_and_no_process_is_dead_already()
    {
        _processes.End(_server);

        foreach (var verdict in new[] { new ProbeVerdict.Refused(), new ProbeVerdict.Absent(), Alive })
        {
            Answer<KillOutcome.AlreadyDead>(Decide(verdict));
            Answer<KillOutcome.AlreadyDead>(Decide(verdict, force: true));
        }
    }

    [Fact]
    public void One_without_a_socket_is_still_alive_and_dies_by_force()
    {
        foreach (var verdict in new ProbeVerdict[] { new ProbeVerdict.Refused(), new ProbeVerdict.Absent(), new ProbeVerdict.BacklogFull() })
        {
            Answer<KillOutcome.StillAlive>(Decide(verdict)).Reason.ShouldContain($"--force ends its process {_server.Pid}");
            Decide(verdict, force: true).ShouldBe(new KillDecision.Begin(_server));
        }
    }

    [Fact]
    public void What_is_not_ours_is_never_touched()
    {
        foreach (var force in new[] { false, true })
        {
            Answer<KillOutcome.Refused>(Decide(new ProbeVerdict.NotOurs("it belongs to user 0"), force: force)).Reason.ShouldBe("it belongs to user 0");
        }
    }

    [Fact]
    public void A_full_backlog_of_a_process_that_is_not_known_can_only_be_told()
    {
        var decision = KillDecision.From(new ProbeVerdict.BacklogFull(), null, _processes, answers: true, force: true);

        Answer<KillOutcome.StillAlive>(decision).Reason.ShouldBe("it cannot be reached through its socket");
    }

    private KillDecision Decide(ProbeVerdict verdict, bool answers = true, bool force = false) =>
        KillDecision.From(verdict, _server, _processes, answers, force);

    private static T Answer<T>(KillDecision decision)
        where T : KillOutcome => decision.ShouldBeOfType<KillDecision.Answer>().Outcome.ShouldBeOfType<T>();
}
