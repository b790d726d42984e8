using System.Diagnostics;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Crash;

/// <summary>Begins to watch a server, beside the user whom <see cref="CrashDriver"/> plays, until it is disposed.</summary>
internal delegate Task<IAsyncDisposable> BeginWatch(TmuxSandbox sandbox, string server);

/// <summary>What may stand beside a user on a server.</summary>
internal static class Watchers
{
    /// <summary>The session that no random user touches, so that a server has always one.</summary>
    public const string Kept = "kept";

    /// <summary>RunKit itself: a plane that guards it.</summary>
    public static async Task<IAsyncDisposable> PlaneAsync(TmuxSandbox sandbox, string server)
    {
        var plane = await PlaneHost.StartAsync(sandbox);
        await plane.ConnectsAsync(server);
        return plane;
    }

    /// <summary>RunKit itself at work in the panes. On every other server these stay when their program has ended, and 3.3a crashes at a paste into one.</summary>
    public static async Task<IAsyncDisposable> BusyPlaneAsync(TmuxSandbox sandbox, string server)
    {
        await sandbox.TmuxAsync(server, "set-option", "-g", "remain-on-exit", server[^1] % 2 == 0 ? "on" : "off");
        var plane = await PlaneHost.StartAsync(sandbox);
        await plane.ConnectsAsync(server);
        return new BusyPlane(plane, server);
    }

    /// <summary>A client in control mode that does nothing at all.</summary>
    public static Task<IAsyncDisposable> ControlAsync(TmuxSandbox sandbox, string server)
    {
        var start = new ProcessStartInfo("tmux", ["-N", "-C", "-S", sandbox.Socket(server).Value, "attach-session", "-f", "no-output,ignore-size", "-t", $"={Kept}:"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("TMUX");
        return Task.FromResult<IAsyncDisposable>(new ControlWatcher(Process.Start(start)!));
    }

    private sealed class ControlWatcher : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Task _drained;

        public ControlWatcher(Process process)
        {
            _process = process;
            _drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _drained;
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
