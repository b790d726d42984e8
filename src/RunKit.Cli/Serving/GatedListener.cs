using System.Net;
using Microsoft.AspNetCore.Connections;

namespace RunKit.Cli.Serving;

/// <summary>
/// Accepts only as many as its gate lets in. Who is not let in is seen off before the next one is accepted: however many come at once, they hold
/// one descriptor more than there may be.
/// </summary>
internal sealed class GatedListener(IConnectionListener inner, ConnectionGate gate) : IConnectionListener
{
    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken) is { } connection)
        {
            if (gate.TryEnter())
            {
                return connection;
            }

            connection.Abort();
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
