using System.Net.Sockets;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>A directory that nobody has cleaned for years.</summary>
public sealed class StaleFileTests
{
    private const int Stale = 2000;

    [Fact]
    public async Task Two_thousand_stale_sockets_cost_no_process_and_hide_nobody()
    {
        await using var sandbox = new TmuxSandbox();
        var draft = Path.Combine(sandbox.Root, "draft");
        for (var i = 0; i < Stale; i++)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(draft));

            // A socket that is disposed removes the file that it was bound to.
            File.Move(draft, sandbox.Socket($"stale{i}").Value);
        }

        await sandbox.StartAsync("alive");
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await plane.ConnectsAsync("alive");

        await Eventually.TrueAsync(
            async () => (await plane.Plane.GetServersAsync(CancellationToken.None)).Count(view => view.Reason == ServerReason.ServerDead) == Stale,
            "all of them are known to be dead");
        plane.Spawned.ShouldAllBe(arguments => arguments.Words.Contains(sandbox.Socket("alive").Value));

        // One of them is started again, one goes: both are seen among all the others.
        await sandbox.StartAsync("stale7");
        File.Delete(sandbox.Socket("stale8").Value);
        await plane.ConnectsAsync("stale7");
        await Eventually.TrueAsync(async () => await plane.FindAsync("stale8") is null, "what has gone is forgotten");
    }
}
