using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using RunKit.Client;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.RealTmux.Tests;

/// <summary>A real node: the executable <c>runkit serve</c> as a process of its own, over a sandbox's directory.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private NodeProcess(Process process, string socket)
    {
        _process = process;
        Socket = socket;
        Identity = new ProcessTable().Find(process.Id)!.Identity;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _said.Enqueue(text);
            }
        };
        process.BeginErrorReadLine();
    }

    public string Socket { get; }

    public ProcessIdentity Identity { get; }

    /// <summary>Its log so far, line by line.</summary>
    public IReadOnlyCollection<string> Said => _said;

    public static Task<NodeProcess> StartAsync(TmuxSandbox sandbox, params string[] options) => StartAsync(sandbox, null, options);

    /// <summary>With a directory in front of its path.</summary>
    public static Task<NodeProcess> StartOnPathAsync(TmuxSandbox sandbox, string directory) => StartAsync(sandbox, directory, []);

    private static async Task<NodeProcess> StartAsync(TmuxSandbox sandbox, string? directory, string[] options)
    {
        var socket = Path.Combine(sandbox.Root, "node", "node.sock");
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "runkit"),
            ["serve", "--socket-dir", sandbox.SocketDirectory, "--node", socket, .. options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment.Remove("TMUX");
        start.Environment["RUNKIT_STATE_DIR"] = Path.Combine(sandbox.Root, "state");
        if (directory is not null)
        {
            start.Environment["PATH"] = $"{directory}:{start.Environment["PATH"]}";
        }

        var node = new NodeProcess(Process.Start(start)!, socket);
        await Eventually.TrueAsync(
            () => node._process.HasExited || node._said.Any(line => line.Contains("node ready", StringComparison.Ordinal)),
            "the node is ready",
            TimeSpan.FromSeconds(60));
        node._process.HasExited.ShouldBeFalse(string.Join('\n', node._said));
        return node;
    }

    public Task<HttpControlPlane> ConnectAsync() => HttpControlPlane.ConnectAsync(Socket, CancellationToken.None);

    public async Task ConnectsAsync(HttpControlPlane plane, string server) =>
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None))
                .Any(view => view.Name == server && view.Status == ServerStatus.Connected),
            $"{server} is connected");

    public async Task LosesAsync(HttpControlPlane plane, string server) =>
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)).All(view => view.Name != server || view.Reason == ServerReason.ServerDead),
            $"{server} is told to be dead");

    /// <summary>How many event streams its metrics say are open.</summary>
    public async Task<int> OpenStreamsAsync()
    {
        const string name = "runkit_event_readers ";
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var metrics = await http.GetStringAsync(new Uri("http://node/metrics"));
        return int.Parse(metrics.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }

    public async Task EndsAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        await _process.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await EndsAsync();
        _process.Dispose();
    }
}
