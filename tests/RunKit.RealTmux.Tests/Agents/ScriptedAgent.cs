using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>A program that does as a test tells it, under an agent's name, in a pane.</summary>
internal sealed class ScriptedAgent(AgentWorld world, PaneId pane, string program, string fifo)
{
    private int _screens;

    public AgentWorld World => world;

    public PaneId Pane => pane;

    public string Program => program;

    public string Fifo => fifo;

    public Task TitleAsync(string title) => DoAsync($"title {title}");

    public async Task ShowAsync(string screen)
    {
        var file = $"{fifo}.screen{++_screens}";
        await File.WriteAllTextAsync(file, screen.ReplaceLineEndings("\n").TrimEnd('\n'));
        await DoAsync($"show {file}");
    }

    /// <summary>Runs a line as the agent's hook would: a child of the agent, in its environment.</summary>
    public async Task HookAsync(string line)
    {
        var file = $"{fifo}.hook{++_screens}";
        await File.WriteAllTextAsync(file, line);
        await DoAsync($"run . {file}");
    }

    /// <summary>Tells it, and waits until it has done so; what ends it is not waited for.</summary>
    public async Task DoAsync(string command)
    {
        var done = $"{fifo}.done";
        File.Delete(done);
        await using (var stream = new FileStream(fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{command}\n"));
        }

        if (!command.StartsWith("exit", StringComparison.Ordinal))
        {
            await Eventually.TrueAsync(() => File.Exists(done), $"{Path.GetFileName(program)} has done {command}");
        }
    }

    public Task<string> TmuxAsync(params string[] command) => world.TmuxAsync([.. command.Select(word => word.Replace("{pane}", pane.ToString(), StringComparison.Ordinal))]);

    /// <summary>The pid of its process.</summary>
    public async Task<int> PidAsync()
    {
        await Eventually.TrueAsync(() => world.Find(pane) is { Known: true }, "the agent is found");
        return world.Find(pane)!.Process.Pid;
    }
}
