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

    /// <summary>The time since some moment, on a clock that nobody sets.</summary>
    internal TimeSpan Clock() => Time.GetMonotonicTime();
}

/// <summary>Where chance comes from.</summary>
public interface IJitter
{
    /// <summary>The next number, from 0 to 1.</summary>
    double Next();
}
