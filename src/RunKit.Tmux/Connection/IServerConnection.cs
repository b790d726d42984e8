using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Connection;

/// <summary>
/// A server that was dialled: it is listed, hints at changes, takes commands and can be released. Disposing takes two seconds at most and
/// leaves the server as it is. Safe for any thread.
/// </summary>
public interface IServerConnection : IAsyncDisposable
{
    /// <summary>What the dial learned.</summary>
    DialReport Report { get; }

    /// <summary>Takes ownership. True once, unless the connection was closed before.</summary>
    bool TryClaim();

    /// <summary>Completes, never faults, when the server has ended or cannot be reached any more.</summary>
    Task<ConnectionEnd> Closed { get; }

    /// <summary>Completes when something has changed since the last listing began. Hints in between are one hint.</summary>
    Task NextHintAsync();

    /// <summary>Lists the whole server, and keeps the guard in place. A failure is a failure, never an empty state.</summary>
    Task<ListOutcome> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs one command line. A bounded number is under way at once; beyond that callers take turns. Cancelling takes back only what was not
    /// sent yet: else the outcome is <see cref="CommandOutcome.Unknown"/>.
    /// </summary>
    /// <param name="line">The command.</param>
    /// <param name="caller">On whose behalf; empty for the plane itself.</param>
    /// <param name="input">What a command reads that asks for stdin; null for nothing.</param>
    Task<CommandOutcome> ExecuteAsync(TmuxCommandLine line, string caller, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken);

    /// <summary>Looks whether the guard stands, and puts in place what it lacks. Completed with a line for each thing that keeps the server.</summary>
    Task<CommandOutcome> GuardAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes back what guarding put there, and marks the server as released. What would end it is refused, unless <paramref name="force"/>.
    /// Completed with a line for each thing that was done.
    /// </summary>
    Task<CommandOutcome> ReleaseAsync(bool force, CancellationToken cancellationToken);
}

/// <summary>What a listing came to.</summary>
public abstract record ListOutcome
{
    /// <param name="State">What lives there.</param>
    /// <param name="Events">What was done for the server on the occasion.</param>
    public sealed record Listed(ServerState State, ImmutableArray<ServerEvent> Events) : ListOutcome;

    /// <summary>Nothing is known now that was not known before.</summary>
    public sealed record Failed(string Reason) : ListOutcome;
}
