using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>What starting a run came to.</summary>
public abstract record RunStart
{
    private RunStart()
    {
    }

    /// <summary>It runs.</summary>
    public sealed record Started(RunRecord Run) : RunStart;

    /// <summary>It does not, or that is not known.</summary>
    public sealed record NotStarted(RunResult Result) : RunStart;
}
