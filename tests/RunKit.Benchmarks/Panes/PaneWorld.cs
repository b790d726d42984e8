using System.Globalization;
using RunKit.Client;
using RunKit.Benchmarks.Harness;
using RunKit.Benchmarks.Tmux;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.Benchmarks.Panes;

/// <summary>A server with a shell at its prompt and a pane that prints nothing, and a node that manages it.</summary>
internal sealed class PaneWorld : IAsyncDisposable
{
    public static readonly ServerName Server = new("s0");

    private static readonly TimeSpan BeforeText = TimeSpan.FromMilliseconds(300);

    private PaneWorld(TmuxSandbox sandbox, NodeProcess node, HttpControlPlane plane) => (Sandbox, Node, Plane) = (sandbox, node, plane);

    public TmuxSandbox Sandbox { get; }

    public NodeProcess Node { get; }

    public HttpControlPlane Plane { get; }

    public int ServerPid => Sandbox.Server(Server.Value).Pid;

    /// <summary>A bash at its prompt.</summary>
    public PaneAddress Shell { get; private set; } = null!;

    /// <summary>A pane that prints nothing by itself.</summary>
    public PaneAddress Quiet { get; private set; } = null!;

    private string QuietTerminal { get; set; } = "";

    public static async Task<PaneWorld> StartAsync()
    {
        var sandbox = new TmuxSandbox();
        await sandbox.StartAsync(Server.Value, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");
        var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await plane.ConnectsAsync(1);
        var world = new PaneWorld(sandbox, node, plane);
        world.Shell = await world.PaneAsync("env", "PS1=$ ", $"HOME={sandbox.Root}", "bash", "--norc", "--noprofile");
        world.Quiet = await world.PaneAsync("tail", "-f", "/dev/null");
        world.QuietTerminal = await sandbox.TmuxAsync(Server.Value, "display-message", "-p", "-t", world.Quiet.Pane.ToString(), "#{pane_tty}");
        await world.AtPromptAsync();
        return world;
    }

    public static string Needle(int number) => string.Create(CultureInfo.InvariantCulture, $"NEEDLE-{number}-");

    public async Task<PaneAddress> PaneAsync(params string[] program)
    {
        var id = await Sandbox.TmuxAsync(Server.Value, ["new-window", "-d", "-P", "-F", "#{pane_id}", .. program]);
        return new PaneAddress(Server, PaneId.TryParse(id, out var pane) ? pane : throw new InvalidOperationException(id));
    }

    public async Task AtPromptAsync() => await Plane.WaitAsync(Shell, new WaitRequest { Prompt = true }, CancellationToken.None);

    /// <summary>Prints a text in the quiet pane when somebody waits for it, and tells how long that takes to be answered.</summary>
    public async Task<double> FromTextAsync(string text, Task answer)
    {
        await Task.Delay(BeforeText, CancellationToken.None);
        return await Measurement.MillisecondsAsync(async () =>
        {
            await File.AppendAllTextAsync(QuietTerminal, $"{text}\n", CancellationToken.None);
            await answer;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
