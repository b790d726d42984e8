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

    /// <summary>
    /// Sends one command. A bounded number is on its way at once; beyond that callers take turns. Cancelling takes back only what was not
    /// sent yet: else the outcome is <see cref="CommandOutcome.Unknown"/>.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="caller">On whose behalf; empty for the plane itself.</param>
    Task<CommandOutcome> ExecuteAsync(TmuxCommand command, string caller, CancellationToken cancellationToken);

    /// <summary>
    /// The name of the oldest command that tmux has not answered, when somebody else than the plane sent it; null else. While it waits, so
    /// does everything behind it.
    /// </summary>
    string? OldestOfOthers { get; }
}

/// <summary>Short ways to say what is said often.</summary>
public static class ServerConnectionExtensions
{
    /// <summary>Sends one command of the plane's own.</summary>
    public static Task<CommandOutcome> ExecuteAsync(this IServerConnection connection, TmuxCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.ExecuteAsync(command, "", cancellationToken);
    }
}

/// <summary>What a listing came to.</summary>
public abstract record ListOutcome
{
    public sealed record Listed(ServerState State) : ListOutcome;

    /// <summary>Nothing is known now that was not known before.</summary>
    public sealed record Failed(string Reason) : ListOutcome;
}
