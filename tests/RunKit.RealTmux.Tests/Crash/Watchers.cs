using System.Diagnostics;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;

namespace RunKit.RealTmux.Tests.Crash;

/// <summary>Begins to watch a server, beside the user whom <see cref="CrashDriver"/> plays, until it is disposed.</summary>
internal delegate Task<IAsyncDisposable> BeginWatch(TmuxSandbox sandbox, string server);

/// <summary>What may stand beside a user on a server.</summary>
internal static class Watchers
{
    /// <summary>The session that no random user touches, so that a server has always one.</summary>
    public const string Kept = "kept";

    /// <summary>As RunKit does: hooks at an index of its own, and plain clients that list and wait, one after the other.</summary>
    public static async Task<IAsyncDisposable> PlainAsync(TmuxSandbox sandbox, string server)
    {
        var watcher = new PlainWatcher(sandbox, server);
        await watcher.BeginAsync();
        return watcher;
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

    private sealed class PlainWatcher(TmuxSandbox sandbox, string server) : IAsyncDisposable
    {
        private static readonly string[] Hooks =
        [
            "session-created", "session-closed", "session-renamed", "session-window-changed", "window-linked", "window-unlinked", "window-renamed",
            "window-layout-changed", "window-pane-changed", "pane-exited", "pane-died", "pane-mode-changed", "pane-title-changed", "alert-bell",
        ];

        private static readonly TmuxCommandLine ListAndWait = TmuxCommandLine.Join(
            TmuxCommands.ListPanes("#{session_id} #{window_id} #{pane_id} #{pane_title}"), TmuxCommandLine.Of("display-message", "-p", "NONCE"), TmuxCommands.WaitFor("rk-hint"));

        private readonly SocketTmuxClient _client = new(TimeProvider.System);
        private readonly CancellationTokenSource _enough = new();
        private Task _watching = Task.CompletedTask;

        public async Task BeginAsync()
        {
            var hooks = Hooks.Select(hook => TmuxCommandLine.Of("set-hook", "-g", $"{hook}[7117]", "wait-for -S rk-hint"));
            (await RunAsync(TmuxCommandLine.Join(hooks))).ShouldBeOfType<TmuxResult.Exited>().Status.ShouldBe(0);
            _watching = WatchAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _enough.CancelAsync();
            await RunAsync(TmuxCommands.Signal("rk-hint"));
            await _watching;
            _enough.Dispose();
        }

        private async Task WatchAsync()
        {
            while (!_enough.IsCancellationRequested && await RunAsync(ListAndWait) is TmuxResult.Exited)
            {
            }
        }

        private Task<TmuxResult> RunAsync(TmuxCommandLine line) =>
            _client.RunAsync(new TmuxServerAddress(sandbox.Socket(server), null), line, TmuxRunOptions.Default, CancellationToken.None);
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
