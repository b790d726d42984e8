using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Connection;

/// <summary>
/// One live control-mode connection. Its output is always drained, whether or not anybody listens. Disposing says goodbye to tmux
/// (an empty line), reads to the end for at most two seconds and leaves the server as it is.
/// </summary>
public interface IServerConnection : IAsyncDisposable
{
    /// <summary>What the dial learned.</summary>
    DialReport Report { get; }

    /// <summary>Takes ownership. True once, unless the connection was given up before.</summary>
    bool TryClaim();

    /// <summary>Completes, never faults, when the connection has ended for whatever reason.</summary>
    Task<ConnectionEnd> Closed { get; }

    /// <summary>
    /// Completes when tmux has hinted at a change since the last call. Hints in between are one hint: a slow listener costs nothing.
    /// </summary>
    Task NextHintAsync();

    /// <summary>Lists the whole server. A failure is a failure, never an empty state.</summary>
    Task<ListOutcome> ListAsync(CancellationToken cancellationToken);

    /// <summary>Sends one command. Cancelling does not take it back: the outcome is then <see cref="CommandOutcome.Unknown"/>.</summary>
    Task<CommandOutcome> ExecuteAsync(TmuxCommand command, CancellationToken cancellationToken);
}

/// <summary>What a listing came to.</summary>
public abstract record ListOutcome
{
    public sealed record Listed(ServerState State) : ListOutcome;

    /// <summary>Nothing is known now that was not known before.</summary>
    public sealed record Failed(string Reason) : ListOutcome;
}
