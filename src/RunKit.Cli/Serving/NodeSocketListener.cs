using System.Net;
using Microsoft.AspNetCore.Connections;

namespace RunKit.Cli.Serving;

/// <summary>
/// Accepts on the node's unix socket, and goes on accepting where that was removed and made again: to the server above it is one listener.
/// Connections that are open do not notice.
/// </summary>
internal sealed class NodeSocketListener(NodeSocket socket, IConnectionListenerFactory sockets, IConnectionListener first) : IConnectionListener
{
    private readonly Lock _lock = new();
    private IConnectionListener? _current = first;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    public EndPoint EndPoint { get; } = first.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (Look() is { HasEnded: false } now)
        {
            if (now.Current is not null && await now.Current.AcceptAsync(cancellationToken) is { } connection)
            {
                return connection;
            }

            await now.Changed.WaitAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>Makes the socket again, and accepts there from now on.</summary>
    /// <returns>Why that cannot be, in one line: it may be tried again; null when it is done.</returns>
    public async Task<string?> RenewAsync(CancellationToken cancellationToken)
    {
        // Closing a socket removes the file that it was bound to: the old one goes before the new one comes.
        await CloseAsync(Exchange(null, hasEnded: false), cancellationToken);
        if (socket.Renew() is { } problem)
        {
            return problem;
        }

        await CloseAsync(Exchange(await sockets.BindAsync(EndPoint, cancellationToken), hasEnded: false), cancellationToken);
        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) =>
        await CloseAsync(Exchange(null, hasEnded: true), cancellationToken);

    public ValueTask DisposeAsync() => UnbindAsync();

    private (IConnectionListener? Current, Task Changed, bool HasEnded) Look()
    {
        lock (_lock)
        {
            return (_current, _changed.Task, _hasEnded);
        }
    }

    /// <summary>Returns what is to be closed: what was there, or after the end what came too late.</summary>
    private IConnectionListener? Exchange(IConnectionListener? next, bool hasEnded)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return next;
            }

            var last = _current;
            (_current, _hasEnded) = (next, hasEnded);
            if (next is not null || hasEnded)
            {
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return last;
        }
    }

    private static async Task CloseAsync(IConnectionListener? listener, CancellationToken cancellationToken)
    {
        if (listener is not null)
        {
            await listener.UnbindAsync(cancellationToken);
            await listener.DisposeAsync();
        }
    }
}
