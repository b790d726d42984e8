namespace RunKit.Actors.Servers;

/// <summary>What a request to kill comes to, decided from one probe and the process table.</summary>
internal abstract record KillDecision
{
    /// <summary>That process is to die.</summary>
    public sealed record Begin(ProcessIdentity Target) : KillDecision;

    /// <summary>There is nothing to do, or nothing that can be done.</summary>
    public sealed record Answer(KillOutcome Outcome) : KillDecision;

    /// <param name="known">The process that is known to have owned the socket; null when none is.</param>
    /// <param name="answers">Whether the server has answered lately, as far as is known.</param>
    /// <param name="force">By SIGKILL, whatever the server does and whatever runs in it.</param>
    public static KillDecision From(ProbeVerdict verdict, ProcessIdentity? known, IProcessTable processes, bool answers, bool force)
    {
        switch (verdict)
        {
            case ProbeVerdict.Alive alive when processes.Find(alive.Pid) is { } server:
                return force ? new Begin(server.Identity) : Decide(server, processes, answers);
            case ProbeVerdict.Refused or ProbeVerdict.Absent or ProbeVerdict.Alive when !processes.Lives(known):
                return new Answer(new KillOutcome.AlreadyDead());
            case ProbeVerdict.NotOurs notOurs:
                return new Answer(new KillOutcome.Refused(notOurs.Reason));
            default:
                return force && known is not null ? new Begin(known) : new Answer(new KillOutcome.StillAlive(
                    $"it cannot be reached through its socket{(known is null ? "" : $"; --force ends its process {known.Pid} with SIGKILL")}"));
        }
    }

    // Nothing is queued into a server that does not answer: it would be carried out whenever it goes on.
    private static KillDecision Decide(ProcessStatus server, IProcessTable processes, bool answers)
    {
        var pid = server.Identity.Pid;
        if (processes.IsOurAncestor(pid))
        {
            return new Answer(new KillOutcome.Refused("RunKit itself runs in that server; with force both end"));
        }

        if (server.Stopped)
        {
            return new Answer(new KillOutcome.StillAlive(
                $"its process {pid} is stopped, and nothing was sent to it; kill -CONT {pid} lets it go on, --force ends it with SIGKILL"));
        }

        return answers
            ? new Begin(server.Identity)
            : new Answer(new KillOutcome.StillAlive($"it does not answer, and nothing was sent to it; --force ends its process {pid} with SIGKILL"));
    }
}
