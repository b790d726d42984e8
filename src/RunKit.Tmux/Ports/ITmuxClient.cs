using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Ports;

/// <summary>Runs tmux commands, each by a client of its own. It never starts a server and attaches to nothing.</summary>
public interface ITmuxClient
{
    /// <summary>
    /// Runs one command line, which the server carries out in one step unless a command of it waits. What became of it is always a
    /// result: a deadline and a cancellation close the connection, and then it is unknown whether the line ran.
    /// </summary>
    Task<TmuxResult> RunAsync(TmuxServerAddress server, TmuxCommandLine line, TmuxRunOptions options, CancellationToken cancellationToken);
}

/// <summary>Which server is meant.</summary>
/// <param name="Socket">Its socket.</param>
/// <param name="Expected">The process that must listen there, else nothing is sent; null for whatever server of this user does.</param>
public sealed record TmuxServerAddress(SocketPath Socket, ProcessIdentity? Expected);

/// <summary>How a command line is run.</summary>
public sealed record TmuxRunOptions
{
    /// <summary>How many bytes of output are kept unless told otherwise: 16 MiB.</summary>
    public const int UsualOutputLimit = 16 * 1024 * 1024;

    /// <summary>No input, no deadline, the usual limit.</summary>
    public static TmuxRunOptions Default { get; } = new();

    /// <summary>What a command reads that asks for <c>-</c>; null for nothing: it is refused then.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>How long it may take; null for as long as it takes.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How many bytes of stdout, and of stderr, are kept. The rest is read and dropped, and the result is marked as cut.</summary>
    public int OutputLimit { get; init; } = UsualOutputLimit;

    /// <summary>False where <see cref="OnOutput"/> takes all of stdout, and the result is to keep nothing of it.</summary>
    public bool KeepsOutput { get; init; } = true;

    /// <summary>Called with each piece of stdout as it comes, cut or not. The bytes are good until it returns; it must be quick.</summary>
    public Action<ReadOnlyMemory<byte>>? OnOutput { get; init; }
}
