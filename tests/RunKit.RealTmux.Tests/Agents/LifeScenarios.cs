using System.Globalization;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>How agents are started, and how they end.</summary>
internal static class LifeScenarios
{
    private const string Agent = "claude";

    private static readonly string[] InShell = ["env", "PS1=$ ", "HOME=/nowhere", "bash", "--norc", "-i"];

    public static IEnumerable<AgentScenario> All =>
    [
        Wrapped("A shell runs it", "bash", "-c", "'{agent}' '{fifo}'; true"),
        Wrapped("Shells in shells run it", "sh", "-c", "sh -c '\"{agent}\" \"{fifo}\"; true'; true"),
        Wrapped("An interpreter runs it by its path", "bash", "{agent}", "{fifo}"),
        Wrapped("Another terminal lies between", "script", "-qec", "'{agent}' '{fifo}'", "/dev/null"),
        new("It runs in a shell, ends, and is started again", Agent, async (agent, steps) =>
        {
            await TypeAsync(agent);
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.DoAsync("exit");
            await steps.IsAsync("exited");
            await TypeAsync(agent);
            await ClaudeScenarios.IdleAsync(agent, steps);
        })
        { Command = InShell },
        new("It is killed", Agent, async (agent, steps) =>
        {
            await TypeAsync(agent);
            await ClaudeScenarios.WorkAsync(agent, steps);
            await KillAsync(agent, "KILL");
            await steps.IsAsync("exited");
            await steps.StaysAsync();
        })
        { Command = InShell },
        new("It is stopped, and goes on", Agent, async (agent, steps) =>
        {
            await TypeAsync(agent);
            await ClaudeScenarios.IdleAsync(agent, steps);
            await KillAsync(agent, "STOP");
            await steps.IsAsync("unknown");
            await agent.TmuxAsync("send-keys", "-t", "{pane}", "fg", "Enter");
            await steps.IsAsync("idle");
        })
        { Command = InShell },
        new("It ends, and its user lists files", Agent, async (agent, steps) =>
        {
            await TypeAsync(agent);
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.DoAsync("exit");
            await steps.IsAsync("exited");
            await agent.TmuxAsync("send-keys", "-t", "{pane}", "sleep 2; ls", "Enter");
            await steps.StaysAsync();
        })
        { Command = InShell },
        new("Its pane goes", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.TmuxAsync("kill-pane", "-t", "{pane}");
            await steps.IsAsync("exited");
        }),
        new("It ends, and its pane is kept", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.TmuxAsync("set-option", "-p", "-t", "{pane}", "remain-on-exit", "on");
            await agent.DoAsync("exit 1");
            await steps.IsAsync("exited");
        }),
        new("Its pane is given to another program", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.WorkAsync(agent, steps);
            await agent.TmuxAsync("respawn-pane", "-k", "-t", "{pane}", "sleep", "3600");
            await steps.IsAsync("exited");
            await steps.StaysAsync();
        }),
        new("It asks in a window that nobody has ever looked at, which is linked into another session", Agent, async (agent, steps) =>
        {
            await agent.TmuxAsync("link-window", "-d", "-s", "{pane}", "-t", "user:");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("waiting:permission");
        }),
        new("Its pane is moved to another window", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.TmuxAsync("join-pane", "-d", "-s", "{pane}", "-t", "user:");
            await steps.StaysAsync();
            await agent.ShowAsync(Screens.ClaudeQuestion);
            await steps.IsAsync("waiting:question");
        }),
    ];

    private static AgentScenario Wrapped(string name, params string[] command) => new(name, Agent, async (agent, steps) =>
    {
        await ClaudeScenarios.IdleAsync(agent, steps);
        await ClaudeScenarios.WorkAsync(agent, steps);
        await agent.TitleAsync("✳ Fix the test");
        await agent.ShowAsync(Screens.ClaudePermission);
        await steps.IsAsync("waiting:permission");
    })
    { Command = command };

    private static async Task TypeAsync(ScriptedAgent agent) =>
        await agent.TmuxAsync("send-keys", "-t", "{pane}", $"{agent.Program} {agent.Fifo}", "Enter");

    private static async Task KillAsync(ScriptedAgent agent, string signal)
    {
        var pid = await agent.PidAsync();
        await agent.World.Sandbox.RunAsync("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
    }
}
