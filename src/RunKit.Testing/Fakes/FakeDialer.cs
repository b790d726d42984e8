using System.Collections.Concurrent;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Testing.Fakes;

/// <summary>A dialer that starts nothing: each socket is what its <see cref="FakeServer"/> says. Safe for any thread.</summary>
public sealed class FakeDialer(FakeProcesses processes) : IServerDialer
{
    private readonly ConcurrentDictionary<SocketPath, FakeServer> _servers = new();

    /// <summary>Connections that a dial opened and nobody has disposed: what would be a leaked tmux client if nobody held it.</summary>
    public int OpenConnections => _servers.Values.Sum(server => server.Connections.Count(connection => !connection.IsDisposed));

    /// <summary>The server at a socket; at first there is none.</summary>
    public FakeServer At(SocketPath socket) => _servers.GetOrAdd(socket, path => new FakeServer(path, processes));

    public ProbeVerdict Probe(SocketPath socket) => At(socket).Probe();

    /// <remarks>A scripted throw comes at once, as from a port that breaks its word; other failures come with the task.</remarks>
    public Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return At(request.Socket).DialAsync(request, cancellationToken);
    }
}
