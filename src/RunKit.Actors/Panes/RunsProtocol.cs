using Akka.Event;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>What a <see cref="RunsActor"/> is told and asked.</summary>
public static class RunsProtocol
{
    /// <summary>Run this. Answered with <see cref="RunBegun"/>.</summary>
    public sealed record StartRun(string Node, ServerName Server, RunRequest Request);

    /// <param name="Run">The run; null when it was not started.</param>
    /// <param name="Problem">Why it was not; null when it was.</param>
    public sealed record RunBegun(string Node, RunView? Run, RunResult? Problem);

    /// <summary>Say how a run ended. Answered with <see cref="RunEnded"/> once it has.</summary>
    public sealed record AwaitRun(string Node, RunId Run);

    /// <param name="Run">The run; null when it is not known.</param>
    public sealed record RunEnded(string Node, RunView? Run) : IDeadLetterSuppression;

    /// <summary>Asks for all runs. Answered with <see cref="Runs"/>.</summary>
    public sealed record GetRuns(string Node);

    public sealed record Runs(string Node, ImmutableArray<RunView> Views);

    /// <summary>End a run's processes. Answered with <see cref="RunFound"/> when that has begun.</summary>
    public sealed record CancelRun(string Node, RunId Run);

    /// <param name="Run">The run; null when it is not known.</param>
    public sealed record RunFound(string Node, RunView? Run);

    /// <summary>Whoever asked for a run reads its output no longer.</summary>
    /// <param name="ToEnd">All of it was read: it is kept no longer.</param>
    public sealed record ReaderLeft(string Node, RunId Run, bool ToEnd);

    /// <summary>A start has come to something.</summary>
    internal sealed record StartEnded(RunStart Start, IActorRef Caller) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>A run that was watched has ended.</summary>
    internal sealed record WatchEnded(RunRecord Run) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Watching a run was given up, since this actor stops.</summary>
    internal sealed record WatchStopped(RunId Run) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>What was under way threw where it should have answered.</summary>
    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
