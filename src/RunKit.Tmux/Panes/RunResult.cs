using System.Text.Json.Serialization;

namespace RunKit.Tmux.Panes;

/// <summary>What became of a run.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "result")]
[JsonDerivedType(typeof(Exited), "exited")]
[JsonDerivedType(typeof(Signalled), "signalled")]
[JsonDerivedType(typeof(TimedOut), "timed-out")]
[JsonDerivedType(typeof(Lost), "lost")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record RunResult
{
    private RunResult()
    {
    }

    /// <summary>The command ended by itself.</summary>
    /// <param name="Code">Its exit status.</param>
    public sealed record Exited(int Code) : RunResult;

    /// <summary>A signal ended it.</summary>
    /// <param name="Signal">The signal's name, such as <c>SIGKILL</c>.</param>
    /// <param name="Number">The signal's number.</param>
    public sealed record Signalled(string Signal, int Number) : RunResult;

    /// <summary>The time limit is over, and it still runs.</summary>
    /// <param name="Where">Where it runs.</param>
    public sealed record TimedOut(string Where) : RunResult;

    /// <summary>It was started, or may have been, and nobody can tell how it ended.</summary>
    public sealed record Lost(string Reason) : RunResult;

    /// <summary>It was not started.</summary>
    public sealed record Refused(string Reason) : RunResult;

    /// <summary>What a wait status of the kernel says.</summary>
    public static RunResult FromWaitStatus(int status)
    {
        const int signalBits = 0x7f;
        var signal = status & signalBits;
        return signal == 0 ? new Exited((status >> 8) & 0xff) : new Signalled(SignalNames.Of(signal), signal);
    }
}
