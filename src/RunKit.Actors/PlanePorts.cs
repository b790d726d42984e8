using RunKit.Actors.Notices;
using RunKit.Actors.Scheduling;
using RunKit.Tmux.Ports;

namespace RunKit.Actors;

/// <summary>Everything outside that the actors use. Each port is safe to call from any thread.</summary>
public sealed record PlanePorts(
    ISocketSource Sockets,
    IServerDialer Dialer,
    IProcessTable Processes,
    ITmuxClient Client,
    IServerLauncher Launcher,
    IPaneTerminals Terminals,
    IJitter Jitter,
    TimeProvider Time)
{
    /// <summary>Who counts what happens; nobody unless told otherwise.</summary>
    public IPlaneInstruments Instruments { get; init; } = NoPlaneInstruments.Instance;

    /// <summary>Where runs are written down; null where none are run.</summary>
    public IRunFiles? RunFiles { get; init; }

    /// <summary>The processes of runs; null where none are run.</summary>
    public IRunProcesses? RunProcesses { get; init; }

    /// <summary>The processes of panes; null where agents are not looked for.</summary>
    public IPaneProcesses? PaneProcesses { get; init; }

    /// <summary>Those who are told of agents.</summary>
    public ImmutableArray<INoticeChannel> Notices { get; init; } = [];

    /// <summary>The ways by which what panes print comes to viewers; null where there are none: panes are looked at again and again then.</summary>
    public IPanePipes? PanePipes { get; init; }

    /// <summary>Attaches terminals; null where none are attached.</summary>
    public IAttachedTerminals? AttachedTerminals { get; init; }

    /// <summary>The time since some moment, on a clock that nobody sets.</summary>
    internal TimeSpan Clock() => Time.GetMonotonicTime();
}

/// <summary>Where chance comes from.</summary>
public interface IJitter
{
    /// <summary>The next number, from 0 to 1.</summary>
    double Next();
}
