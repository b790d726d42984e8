using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>Which client runs the commands.</summary>
public enum TmuxClientKind
{
    /// <summary>The socket; a process where the server speaks another version of the protocol.</summary>
    Socket = 0,

    /// <summary>Always a process.</summary>
    Process = 1,
}

/// <summary>The client that fits the server: a command that the server could not read did not run, and is run by a process.</summary>
/// <param name="kind">What is configured.</param>
/// <param name="socket">The client over the socket.</param>
/// <param name="process">The client that is a process.</param>
public sealed class TmuxClient(TmuxClientKind kind, ITmuxClient socket, ITmuxClient process) : ITmuxClient
{
    /// <inheritdoc/>
    public async Task<TmuxResult> RunAsync(
        TmuxServerAddress server, TmuxCommandLine line, TmuxRunOptions options, CancellationToken cancellationToken)
    {
        if (kind == TmuxClientKind.Process)
        {
            return await process.RunAsync(server, line, options, cancellationToken).ConfigureAwait(false);
        }

        var result = await socket.RunAsync(server, line, options, cancellationToken).ConfigureAwait(false);
        return result is TmuxResult.NotSent { Reason: NotSentReason.WrongProtocol }
            ? await process.RunAsync(server, line, options, cancellationToken).ConfigureAwait(false)
            : result;
    }
}
