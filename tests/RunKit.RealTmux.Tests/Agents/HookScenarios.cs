using System.Globalization;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>Agents whose hooks tell, and what goes wrong with hooks.</summary>
internal static class HookScenarios
{
    private const string Agent = "claude";

    public static IEnumerable<AgentScenario> All =>
    [
        new("Its hooks tell a whole turn, and it shows nothing", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("working:"));
            await steps.IsAsync("working");
            await agent.HookAsync(Hooks.Says("waiting:permission"));
            await steps.IsAsync("waiting:permission");
            await steps.StaysAsync();
            await agent.HookAsync(Hooks.Says("working:"));
            await steps.IsAsync("working");
            await agent.HookAsync(Hooks.Says("idle:"));
            await steps.IsAsync("idle");
        }),
        new("It is interrupted by Esc, of which no hook tells", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("working:"));
            await ClaudeScenarios.WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudeInterrupted);
            await steps.IsAsync("idle");
            await steps.StaysAsync();
        }),
        new("Its hook tells that it waits, and it goes on before it tells so", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudePermission);
            await agent.HookAsync(Hooks.Says("waiting:permission"));
            await steps.IsAsync("waiting:permission");
            await ClaudeScenarios.WorkAsync(agent, steps);
            await steps.StaysAsync();
        }),
        new("Its hook tells of a plan before the plan is seen", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("waiting:plan"));
            await steps.IsAsync("waiting:plan");
            await agent.ShowAsync(Screens.ClaudePlan);
            await steps.StaysAsync();
        }),
        new("Its hook tells of an error, and it stands at its input", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("working:"));
            await steps.IsAsync("working");
            await agent.HookAsync(Hooks.Says("failed:"));
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("failed");
            await steps.StaysAsync();
        }),
        new("Its turn ends while agents of its own run", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("working:"));
            await agent.HookAsync(Hooks.Counts('+'));
            await agent.HookAsync(Hooks.Counts('+'));
            await steps.IsAsync("working");
            await agent.HookAsync(Hooks.Says("idle:"));
            await steps.StaysAsync();
            await agent.HookAsync(Hooks.Counts('-'));
            await steps.StaysAsync();
            await agent.HookAsync(Hooks.Counts('-'));
            await steps.IsAsync("idle");
        }),
        new("Its hook has no pane to tell", Agent, async (agent, steps) =>
        {
            await ClaudeScenarios.IdleAsync(agent, steps);
            await agent.HookAsync($"unset TMUX_PANE; {Hooks.Says("waiting:permission")}");
            await steps.StaysAsync();
        }),
        NotTaken("Its hook tells what is in no form", "waiting:lunch:1"),
        NotTaken("Its hook tells something from the future", $"waiting:permission:{Epoch(TimeSpan.FromHours(1))}"),
        NotTaken("Its hook tells something from before its start", $"waiting:permission:{Epoch(TimeSpan.FromHours(-1))}"),
        NotTaken("Its hook tells far too much", $"waiting:permission:{new string('1', 400)}"),
        NotTaken("Its hook tells in several lines", "waiting:permission:1\nworking::2"),
        new("Its pane is given to another of the same name, and the hook of the dead one has told last", Agent, async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("waiting:permission"));
            await steps.IsAsync("waiting:permission");
            await agent.TmuxAsync("respawn-pane", "-k", "-t", "{pane}", agent.Program, agent.Fifo);
            await steps.WasAsync("exited");
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
            await steps.StaysAsync();
        }),
    ];

    private static string Epoch(TimeSpan from) => (TimeProvider.System.GetUtcNow() + from).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static AgentScenario NotTaken(string name, string value) => new(name, Agent, async (agent, steps) =>
    {
        await ClaudeScenarios.IdleAsync(agent, steps);
        await agent.HookAsync(Hooks.Value(value));
        await steps.StaysAsync();
    });
}
