using System.Diagnostics;
using RunKit.Client;
using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Tmux;

/// <summary>A node as people run it: the published program, as a process of its own, over a sandbox's directory.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    // Set by ./runkit-bench. A name that began with RUNKIT_ would be a setting.
    private const string ProgramVariable = "PUBLISHED_RUNKIT";

    private readonly Process _process;

    private NodeProcess(Process process, string socket) => (_process, Socket) = (process, socket);

    public static string Program => Environment.GetEnvironmentVariable(ProgramVariable)
        ?? throw new InvalidOperationException($"{ProgramVariable} names no program: run ./runkit-bench");

    public string Socket { get; }

    public int Pid => _process.Id;

    /// <summary>Starts it and returns when it says that it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(TmuxSandbox sandbox)
    {
        var socket = Path.Combine(sandbox.Root, "node", "node.sock");
        var start = new ProcessStartInfo(Program, ["serve", "--socket-dir", sandbox.SocketDirectory, "--node", socket])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Remove("TMUX");
        start.Environment["RUNKIT_STATE_DIR"] = Path.Combine(sandbox.Root, "state");
        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException("the node ended before it was ready"));
            else if (line.Data.Contains("node ready", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        process.BeginErrorReadLine();
        await ready.Task;
        return new NodeProcess(process, socket);
    }

    public Task<HttpControlPlane> ConnectAsync() => HttpControlPlane.ConnectAsync(Socket, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
