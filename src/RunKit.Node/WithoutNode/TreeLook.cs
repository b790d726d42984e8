using System.Globalization;
using System.Text;
using RunKit.Tmux.State;

namespace RunKit.Node.WithoutNode;

/// <summary>Reads a server's tree with one tmux process, and attaches to nothing.</summary>
internal sealed class TreeLook(string node, IOneShotTmux oneShot)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // A server without sessions would refuse to list any.
    private static readonly TmuxCommand[] Questions =
    [
        new("display-message", "-p", "#{pid} #{start_time}"),
        new("if-shell", "-F", "#{session_id}", StateReader.Line),
    ];

    public async Task<TreeOutcome> AtAsync(ServerName server, SocketPath socket, string? binary, CancellationToken cancellationToken)
    {
        var asked = TimeProvider.System.GetUtcNow();
        return await oneShot.RunAsync(TmuxArguments.Join(socket, Questions), binary, Limit, cancellationToken) switch
        {
            OneShotResult.Exited { Status: 0 } exited => Read(server, exited.Output, asked),
            OneShotResult.Exited exited => new TreeOutcome.NotKnown($"{server}: tmux said: {exited.Error.Trim()}"),
            OneShotResult.NotStarted failed => new TreeOutcome.NotKnown($"tmux cannot be started: {failed.Reason}"),
            _ => new TreeOutcome.NotKnown($"{server} did not answer within {Limit.TotalSeconds:0} s"),
        };
    }

    private TreeOutcome Read(ServerName server, string output, DateTimeOffset asOf)
    {
        var end = output.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0
            || output[..end].Split(' ') is not [var pid, var start]
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startNumber))
        {
            return new TreeOutcome.NotKnown($"{server}: tmux did not say who it is");
        }

        return StateReader.TryRead(Encoding.UTF8.GetBytes(output[(end + 1)..]), out var state, out var problem)
            ? new TreeOutcome.Known(ServerTree.From(
                node, server.Value, new ServerGeneration(pidNumber, startNumber), 0, asOf, state, AnchorNames.Default.Session))
            : new TreeOutcome.NotKnown($"{server}: {problem}");
    }
}
