using RunKit.Tmux.Peer;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>What a dial meets: sockets, processes, and tmux clients to start. A fake of it is dialled by the same code as this machine.</summary>
internal interface IDialGround
{
    IProcessTable Processes { get; }

    ProbeVerdict Probe(SocketPath socket);

    /// <summary>Waits, for about a second at most, while a newborn server is still making its first session.</summary>
    Task QuietAsync(ProcessIdentity server, CancellationToken cancellationToken);

    /// <summary>Starts a client in control mode of that server's own kind.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    Task<IControlClient> StartAsync(SocketPath socket, TmuxArguments arguments, int serverPid);

    /// <inheritdoc cref="HeldShutdown.EndAsync"/>
    Task<bool> EndHeldShutdownAsync(SocketPath socket, ProcessIdentity server);
}

/// <summary>This machine.</summary>
internal sealed class LocalGround(TmuxSpawner spawner, TmuxBinary tmux, DialTransport transport, TimeProvider time) : IDialGround
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    // A server younger than this may still be making its first session.
    private static readonly TimeSpan Newborn = TimeSpan.FromSeconds(1);
    private const int QuietLooks = 3;

    private readonly ProcessTable _processes = new();
    private readonly TmuxVersions _versions = new(tmux, time);

    public IProcessTable Processes => _processes;

    public ProbeVerdict Probe(SocketPath socket) => SocketProbe.Probe(socket);

    // The first session is to be the user's, or it gets another name than it would have: it is there when the server has a pane, and made
    // when the server sleeps. A client that is a process looks a few times more: tmux before 3.7 crashes when a notification falls into its
    // handshake (#4980), and the first session is a burst of them.
    public async Task QuietAsync(ProcessIdentity server, CancellationToken cancellationToken)
    {
        var looks = await SpeaksOurProtocolAsync(server.Pid).ConfigureAwait(false) ? 0 : QuietLooks;
        string? before = null;
        for (var quiet = -1; quiet < looks && ProcessTable.Age(server) < Newborn && _processes.Lives(server);)
        {
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(false);
            var now = ProcessTable.HasPane(server.Pid) ? ProcessTable.Sleeps(server.Pid) : null;
            quiet = now is null ? -1 : now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    // SocketException is a Win32Exception: without a descriptor neither kind of client starts.
    public async Task<IControlClient> StartAsync(SocketPath socket, TmuxArguments arguments, int serverPid)
    {
        DescriptorReserve.Spare();
        var greeting = await SpeaksOurProtocolAsync(serverPid).ConfigureAwait(false)
            ? PeerGreeting.Of(Environment.ProcessId, TmuxSpawner.HomeDirectory, TmuxSpawner.ClientEnvironment(), arguments.CommandWords)
            : null;
        if (greeting is null)
        {
            return new ProcessClient(await spawner.StartAsync(arguments, tmux.For(serverPid), diesWithUs: true).ConfigureAwait(false));
        }

        spawner.Announce(arguments);
        return SocketClient.Connect(socket, greeting);
    }

    private async Task<bool> SpeaksOurProtocolAsync(int serverPid) =>
        transport == DialTransport.Auto && !tmux.IsSet && PeerProtocol.IsSpokenBy(await _versions.OfServerAsync(serverPid).ConfigureAwait(false));

    public Task<bool> EndHeldShutdownAsync(SocketPath socket, ProcessIdentity server) =>
        HeldShutdown.EndAsync(socket, server, _processes, time);
}
