using System.Collections.Concurrent;
using System.Diagnostics;
using RunKit.Client;
using RunKit.Cluster.Tests.Nodes;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Cluster.Tests.Processes;

/// <summary>A machine as far as a test needs one: a directory of sockets, one of configuration, and a real node on them.</summary>
internal sealed class RealNode : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    public RealNode(string name)
    {
        Name = name;
        Listen = $"127.0.0.1:{TestCluster.FreePort()}";
    }

    public string Name { get; }

    public string Listen { get; }

    public TmuxSandbox Sandbox { get; } = new();

    public string Socket => Path.Combine(Sandbox.Root, "node", "node.sock");

    public string Config => Path.Combine(Sandbox.Root, "config");

    public string Audit => Path.Combine(Sandbox.Root, "state", "runkit", "audit.jsonl");

    public ProcessIdentity Identity { get; private set; } = null!;

    public bool HasEnded => _process?.HasExited ?? true;

    public string Said => string.Join('\n', _said);

    /// <summary>Runs a verb on this machine.</summary>
    public async Task<SandboxRun> RunAsync(params string[] words)
    {
        using var process = Process.Start(Describe(words))!;
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new SandboxRun(process.ExitCode, await output, await error);
    }

    /// <summary>The same, of a verb that talks to the node.</summary>
    public Task<SandboxRun> AskAsync(params string[] words) => RunAsync([words[0], "--node", Socket, .. words[1..]]);

    /// <summary>Starts the node and stays until it is ready.</summary>
    public async Task StartAsync(string grant = "read")
    {
        _said.Clear();
        var start = Describe(["serve", "--socket-dir", Sandbox.SocketDirectory, "--node", Socket]);
        start.Environment["RUNKIT_CLUSTER__GRANT"] = grant;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(() => HasEnded || Said.Contains("node ready", StringComparison.Ordinal), "the node is ready");
        HasEnded.ShouldBeFalse(Said);
        Identity = new ProcessTable().Find(_process.Id)!.Identity;
    }

    public Task<HttpControlPlane> ConnectAsync() => HttpControlPlane.ConnectAsync(Socket, CancellationToken.None);

    /// <summary>Waits until the node sees another so.</summary>
    public async Task SeesAsync(string other, NodeState? state)
    {
        var plane = await ConnectAsync();
        try
        {
            await Eventually.TrueAsync(async () => (await plane.GetNodesAsync(CancellationToken.None)).FirstOrDefault(node => node.Name == other)?.State == state, $"{Name} sees {other} {state}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Name} said:\n{Said}", e);
        }
    }

    /// <summary>Waits until a server of its own is connected.</summary>
    public async Task ConnectsAsync(string server)
    {
        var plane = await ConnectAsync();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)).Any(view => view.Name == server && view.Status == ServerStatus.Connected), $"{server} is connected");
    }

    public void KillHard()
    {
        Sandbox.KillHard(Identity);
        _process!.WaitForExit();
    }

    /// <summary>Ends it in order.</summary>
    public async Task<int> StopAsync()
    {
        await AskAsync("stop");
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        await Sandbox.DisposeAsync();
    }

    private ProcessStartInfo Describe(string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "runkit"), words)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Remove("TMUX");
        start.Environment["XDG_CONFIG_HOME"] = Config;
        start.Environment["XDG_STATE_HOME"] = Path.Combine(Sandbox.Root, "state");
        start.Environment["XDG_RUNTIME_DIR"] = Path.Combine(Sandbox.Root, "node");
        return start;
    }
}
