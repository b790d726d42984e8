using RunKit.Actors.Dialing;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Benchmarks.Tmux;

/// <summary>The product's dialer on real tmux.</summary>
internal sealed class Dialer : IDisposable
{
    private readonly ServerDialer _dialer = new(
        new SocketTmuxClient(TimeProvider.System), new SocketProbe(), new ProcessTable(), DialSettings.Default, TimeProvider.System);

    public void Probe(SocketPath socket) => _dialer.Probe(socket);

    public async Task<IServerConnection> DialAsync(TmuxSandbox sandbox, string server)
    {
        var outcome = await _dialer.DialAsync(new DialRequest(sandbox.Socket(server), GuardPolicy.Floor), CancellationToken.None);
        return outcome is DialOutcome.Connected { Connection: var connection } && connection.TryClaim()
            ? connection
            : throw new InvalidOperationException($"{server} was not connected: {outcome}");
    }

    public void Dispose() => _dialer.Dispose();
}
