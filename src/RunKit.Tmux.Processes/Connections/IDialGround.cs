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

    /// <summary>Starts a client in control mode of that server's own tmux.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    Task<IControlClient> StartAsync(TmuxArguments arguments, int serverPid);

    /// <inheritdoc cref="HeldShutdown.EndAsync"/>
    Task<bool> EndHeldShutdownAsync(SocketPath socket, ProcessIdentity server);
}

/// <summary>This machine.</summary>
internal sealed class LocalGround(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) : IDialGround
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    // A server younger than this may still be making its first session.
    private static readonly TimeSpan Newborn = TimeSpan.FromSeconds(1);
    private const int QuietLooks = 3;

    private readonly ProcessTable _processes = new();

    public IProcessTable Processes => _processes;

    public ProbeVerdict Probe(SocketPath socket) => SocketProbe.Probe(socket);

    // tmux before 3.7 crashes when a notification falls into the handshake of a control client (#4980), and the first session of a
    // newborn server is a burst of them: a dial at that moment ends the server under its user's hands. Its first session is there when it
    // has a child, and over when it sleeps through a few looks.
    public async Task QuietAsync(ProcessIdentity server, CancellationToken cancellationToken)
    {
        string? before = null;
        for (var quiet = 0; quiet < QuietLooks && ProcessTable.Age(server) < Newborn && _processes.Lives(server);)
        {
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(false);
            var now = ProcessTable.HasChildren(server.Pid) ? ProcessTable.Sleeps(server.Pid) : null;
            quiet = now is not null && now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    public async Task<IControlClient> StartAsync(TmuxArguments arguments, int serverPid) =>
        new ProcessClient(await spawner.StartAsync(arguments, tmux.For(serverPid), diesWithUs: true).ConfigureAwait(false));

    public Task<bool> EndHeldShutdownAsync(SocketPath socket, ProcessIdentity server) =>
        HeldShutdown.EndAsync(socket, server, _processes, time);
}
