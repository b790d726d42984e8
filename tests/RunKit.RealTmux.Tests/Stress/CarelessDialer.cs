using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// What a dialer must not be, to prove that the race would notice: it probes, and then makes a session with a tmux that may start a server.
/// </summary>
internal sealed class CarelessDialer(TmuxSandbox sandbox, KillRace race) : IServerDialer
{
    public ProbeVerdict Probe(SocketPath socket) => SocketProbe.Probe(socket);

    public async Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        var verdict = Probe(request.Socket);
        if (verdict is not ProbeVerdict.Alive)
        {
            return new DialOutcome.ServerDead(verdict);
        }

        race.OnSpawn(Path.GetFileName(request.Socket.Value));
        await sandbox.RunAsync(
            "tmux", "-f", "/dev/null", "-S", request.Socket.Value, "new-session", "-A", "-d", "-s", "_rk-ctl", "tail", "-f", "/dev/null");
        return new DialOutcome.Failed(UnreachableReason.ProtocolError, "it does not stay");
    }
}
