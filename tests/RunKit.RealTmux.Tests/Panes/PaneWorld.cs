using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>One server, a plane that manages it, and programs in its panes.</summary>
internal sealed class PaneWorld : IAsyncDisposable
{
    public static readonly ServerName Server = new("a");

    private readonly PlaneHost _host;
    private int _files;

    private PaneWorld(TmuxSandbox sandbox, PlaneHost host) => (Sandbox, _host) = (sandbox, host);

    public TmuxSandbox Sandbox { get; }

    public IControlPlane Plane => _host.Plane;

    public static async Task<PaneWorld> StartAsync()
    {
        var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        await sandbox.TmuxAsync("a", "set-option", "-g", "default-terminal", "screen-256color");
        await sandbox.TmuxAsync("a", "set-environment", "-g", "LC_ALL", "C.UTF-8");
        var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");
        return new PaneWorld(sandbox, host);
    }

    /// <summary>Starts a program in a window of its own, behind its arguments a new file's name.</summary>
    public async Task<Programs.Started> StartAsync(params string[] program)
    {
        var file = Path.Combine(Sandbox.Root, $"out{++_files}");
        var pane = await PaneAsync([.. program, file]);
        return new Programs.Started(pane, file);
    }

    /// <summary>Starts a program in a window of its own.</summary>
    public async Task<PaneAddress> PaneAsync(params string[] program)
    {
        var id = await Sandbox.TmuxAsync("a", ["new-window", "-d", "-P", "-F", "#{pane_id}", .. program]);
        return new PaneAddress(Server, PaneId.TryParse(id.Trim(), out var pane) ? pane : throw new InvalidOperationException(id));
    }

    public Task<string> TmuxAsync(params string[] command) => Sandbox.TmuxAsync("a", command);

    public Task<SendOutcome> SendAsync(PaneAddress pane, string text, bool enter = true) =>
        Plane.SendAsync(pane, new SendRequest(text, enter), CancellationToken.None);

    /// <summary>What a pane shows, once it is as a test waits for.</summary>
    public Task ShowsAsync(PaneAddress pane, Func<string, bool> state, string what) => Eventually.TrueAsync(
        async () => state(await TmuxAsync("capture-pane", "-p", "-t", pane.Pane.ToString())), what);

    /// <summary>A program of <see cref="Programs"/> has set its terminal as it wants it.</summary>
    public Task ReadsAsync(PaneAddress pane, string program) => Eventually.TrueAsync(
        async () =>
        {
            var tty = (await TmuxAsync("display-message", "-p", "-t", pane.Pane.ToString(), "#{pane_tty}")).Trim();
            var terminal = new RunKit.Tmux.Linux.Terminals.PaneTerminals().Read(tty, 1);
            return terminal is not null && program switch
            {
                "cat" or "dash" => true,
                "password" => terminal.IsPassword,
                _ => !terminal.ReadsLines,
            };
        },
        $"{program} reads");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
