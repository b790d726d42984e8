using System.Collections.Concurrent;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>One server with agents that do as a test tells them, and a plane that looks at them.</summary>
internal sealed class AgentWorld : IAsyncDisposable
{
    public const string Server = "a";

    // It reads keys and shows nothing of them, as agents do; what it is to do comes by a FIFO.
    private const string Script = """
        #!/bin/bash
        stty -icanon -echo 2>/dev/null
        while read -r -u 3 verb rest; do
          case $verb in
            title) printf '\033]2;%s\033\\' "$rest" ;;
            show) printf '\033[H\033[2J'; cat "$rest" ;;
            bell) printf '\a' ;;
            run) bash -c "$rest" </dev/null ;;
            exit) exit "${rest:-0}" ;;
          esac
          echo done > "$1.done"
        done 3<>"$1"

        """;

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<PaneId, AgentView> _now = new();
    private Task _looks = Task.CompletedTask;
    private int _files;

    private AgentWorld(TmuxSandbox sandbox, PlaneHost host) => (Sandbox, Host) = (sandbox, host);

    public TmuxSandbox Sandbox { get; }

    public PlaneHost Host { get; private set; }

    public static async Task<AgentWorld> StartAsync(params (string Key, string Value)[] settings)
    {
        var sandbox = new TmuxSandbox();
        await sandbox.StartAsync(Server, "user", "-x", "80", "-y", "24", "tail", "-f", "/dev/null");
        await sandbox.TmuxAsync(Server, "set-environment", "-g", "LC_ALL", "C.UTF-8");
        await sandbox.TmuxAsync(Server, "set-option", "-g", "remain-on-exit", "off");
        var host = await PlaneHost.StartAsync(sandbox, settings);
        await host.ConnectsAsync(Server);
        var world = new AgentWorld(sandbox, host);
        world._looks = world.LookAsync();
        return world;
    }

    /// <summary>A file with the scripted agent's program, under a name in a directory of its own.</summary>
    public async Task<string> ProgramAsync(string name)
    {
        var file = Path.Combine(Sandbox.Root, $"bin{Interlocked.Increment(ref _files)}", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, Script);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    /// <summary>Starts the scripted agent in a window of its own.</summary>
    /// <param name="name">Its program's file name, such as <c>claude</c>.</param>
    /// <param name="command">What runs it: <c>{agent}</c> and <c>{fifo}</c> stand for its file and FIFO; null for itself.</param>
    /// <param name="width">How many columns its pane has.</param>
    public async Task<ScriptedAgent> StartAsync(string name, string[]? command = null, int width = 80)
    {
        var program = await ProgramAsync(name);
        var fifo = $"{program}.fifo";
        await Sandbox.RunAsync("mkfifo", [fifo]);
        string[] words = [.. (command ?? ["{agent}", "{fifo}"]).Select(word => word.Replace("{agent}", program, StringComparison.Ordinal).Replace("{fifo}", fifo, StringComparison.Ordinal))];
        var session = $"s{Interlocked.Increment(ref _files)}";
        var pane = await TmuxAsync(["new-session", "-d", "-s", session, "-x", $"{width}", "-y", "24", "-P", "-F", "#{pane_id}", .. words]);
        return new ScriptedAgent(this, PaneId.TryParse(pane, out var id) ? id : throw new InvalidOperationException(pane), program, fifo);
    }

    public Task<string> TmuxAsync(params string[] command) => Sandbox.TmuxAsync(Server, command);

    /// <summary>How a pane's agent is now, in words: <c>waiting:permission</c>; <c>none</c> for none.</summary>
    public string StateOf(PaneId pane) => _now.TryGetValue(pane, out var view) ? Words(view.State) : "none";

    /// <summary>The record of a pane; null for none.</summary>
    public AgentView? Find(PaneId pane) => _now.GetValueOrDefault(pane);

    /// <summary>The states that were told of a pane, in order, but that it starts.</summary>
    public IReadOnlyList<string> Told(PaneId pane)
    {
        var told = Host.EventsOf<AgentStateChanged>(Server).Where(changed => changed.Pane == pane).ToArray();

        // Before it runs its program, a process is one of tmux's.
        var isAgent = told.Any(changed => changed.Known);
        return [.. told.Where(changed => changed.Known || !isAgent).Select(changed => Words(changed.State)).Where(words => words != "starting")];
    }

    /// <summary>All that speaks for and against a pane's state, for a failure's message.</summary>
    public async Task<string> ExplainAsync(PaneId pane) =>
        await Host.Plane.ExplainAgentAsync(new PaneAddress(new ServerName(Server), pane), CancellationToken.None) is AgentOutcome.Explained explained
            ? string.Join("; ", explained.Evidence.Select(evidence => $"{evidence.Source} says {evidence.Says} {evidence.Kind}: {evidence.Seen}"))
            : "nothing";

    /// <summary>The plane stops, and another begins.</summary>
    public async Task RestartAsync()
    {
        await _over.CancelAsync();
        await _looks;
        await Host.DisposeAsync();
        _now.Clear();
        Host = await PlaneHost.StartAsync(Sandbox);
        await Host.ConnectsAsync(Server);
        await TakeAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _looks;
        await Host.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            while (true)
            {
                await TakeAsync(_over.Token);
                await Task.Delay(200, _over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The world ends.
        }
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var report = await Host.Plane.GetAgentsAsync(all: true, cancellationToken);
        foreach (var gone in _now.Keys.Except(report.Agents.Select(agent => agent.Pane)))
        {
            _now.TryRemove(gone, out _);
        }

        foreach (var agent in report.Agents)
        {
            _now[agent.Pane] = agent;
        }
    }

    private static string Words(AgentState state) => state.Kind is { } kind ? $"{AgentState.Word(state.Status)}:{AgentState.Word(kind)}" : AgentState.Word(state.Status);
}
