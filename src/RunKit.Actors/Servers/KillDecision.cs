namespace RunKit.Actors.Servers;

/// <summary>What a request to kill comes to, decided from one probe and the process table.</summary>
internal abstract record KillDecision
{
    /// <summary>That process is to die.</summary>
    public sealed record Begin(ProcessIdentity Target) : KillDecision;

    /// <summary>There is nothing to do, or nothing that can be done.</summary>
    public sealed record Answer(KillOutcome Outcome) : KillDecision;

    /// <param name="known">The process that is known to have owned the socket; null when none is.</param>
    /// <param name="force">Also the server that this process runs in.</param>
    public static KillDecision From(ProbeVerdict verdict, ProcessIdentity? known, IProcessTable processes, bool force)
    {
        switch (verdict)
        {
            case ProbeVerdict.Alive alive when processes.Find(alive.Pid) is { } server:
                return !force && processes.IsOurAncestor(alive.Pid)
                    ? new Answer(new KillOutcome.Refused("RunKit itself runs in that server; with force both end"))
                    : new Begin(server.Identity);
            case ProbeVerdict.Refused or ProbeVerdict.Absent or ProbeVerdict.Alive when !processes.Lives(known):
                return new Answer(new KillOutcome.AlreadyDead());
            case ProbeVerdict.NotOurs notOurs:
                return new Answer(new KillOutcome.Refused(notOurs.Reason));
            default:
                var remedy = known is null ? "" : $"; end it with: kill {known.Pid}";
                return new Answer(new KillOutcome.StillAlive($"it cannot be reached through its socket{remedy}"));
        }
    }
}
