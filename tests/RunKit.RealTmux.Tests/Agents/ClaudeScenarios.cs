namespace RunKit.RealTmux.Tests.Agents;

/// <summary>What Claude Code does, in each form that its versions have had.</summary>
internal static class ClaudeScenarios
{
    private const string Agent = "claude";

    public static IEnumerable<AgentScenario> All =>
    [
        new("It starts, is given something to do, and has done it", Agent, async (agent, steps) =>
        {
            await IdleAsync(agent, steps);
            await WorkAsync(agent, steps, "⠐ Fix the test");
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
        }),
        new("The spinner in its title is a circle", Agent, async (agent, steps) =>
        {
            await IdleAsync(agent, steps);
            await agent.TitleAsync("◐ Fix the test");
            await steps.IsAsync("working");
        }),
        new("Its input stands in a box", Agent, async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.ClaudeIdleBoxed);
            await steps.IsAsync("idle");
        }),
        new("It asks for permission, and is given it", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("waiting:permission");
            await steps.StaysAsync();
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
        }),
        Asks("It asks for permission without a box", Screens.ClaudePermissionPlain, "waiting:permission"),
        Asks("It asks whether it may edit a file", Screens.ClaudeEdit, "waiting:permission"),
        Asks("It has made a plan", Screens.ClaudePlan, "waiting:plan"),
        Asks("It asks something", Screens.ClaudeQuestion, "waiting:question"),
        Asks("It asks whether the folder is trusted", Screens.ClaudeTrust, "waiting:question"),
        Asks("It asks for permission in a pane of 40 columns", Screens.ClaudePermissionNarrow, "waiting:permission") with { Width = 40 },
        new("It is refused, and stands at its input again", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("waiting:permission");
            await agent.ShowAsync(Screens.ClaudeInterrupted);
            await steps.IsAsync("idle");
        }),
        new("It is interrupted by Esc", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudeInterrupted);
            await steps.IsAsync("idle");
        }),
        new("Its conversation is cleared", Agent, async (agent, steps) =>
        {
            await IdleAsync(agent, steps);
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Claude Code");
            await agent.ShowAsync("❯\n");
            await steps.IsAsync("idle");
        }),
        new("Its conversation is made shorter", Agent, async (agent, steps) =>
        {
            await IdleAsync(agent, steps);
            await agent.ShowAsync(Screens.ClaudeCompacting);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
        }),
        new("The service does not answer", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudeApiError);
            await steps.IsAsync("failed");
            await steps.StaysAsync();
            await WorkAsync(agent, steps);
        }),
        new("Its titles are switched off", Agent, async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
            await agent.ShowAsync(Screens.ClaudeWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.ClaudeIdle);
            await steps.IsAsync("idle");
        }),
        new("What it shows while it works is broken by a narrow pane", Agent, async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.ClaudeWorkingNarrow);
            await steps.IsAsync("working");
        }) { Width = 40 },
        new("Its title says idle while it works for its agents", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await steps.StaysAsync();
            await steps.StaysAsync();
        }),
        NoQuestion("It has listed three ways", Screens.ClaudeList),
        NoQuestion("It has asked in prose, which holds it up no more than the end of any turn", Screens.ClaudeAsksInProse),
        NoQuestion("Its user types a list", Screens.ClaudeTypingList),
        new("Its question has scrolled away", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("waiting:permission");
            await agent.ShowAsync(Screens.Blank);
            await steps.StaysAsync();
            await steps.StaysAsync();
        }),
        new("Its user scrolls back while it asks", Agent, async (agent, steps) =>
        {
            await WorkAsync(agent, steps);
            await agent.TitleAsync("✳ Fix the test");
            await agent.TmuxAsync("copy-mode", "-t", "{pane}");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("waiting:permission");
        }),
        new("A bell rings while it is idle", Agent, async (agent, steps) =>
        {
            await IdleAsync(agent, steps);
            await agent.DoAsync("bell");
            await steps.StaysAsync();
        }),
    ];

    internal static async Task IdleAsync(ScriptedAgent agent, AgentSteps steps)
    {
        await agent.TitleAsync("✳ Claude Code");
        await agent.ShowAsync(Screens.ClaudeIdle);
        await steps.IsAsync("idle");
    }

    internal static async Task WorkAsync(ScriptedAgent agent, AgentSteps steps, string title = "⠂ Fix the test")
    {
        await agent.TitleAsync(title);
        await agent.ShowAsync(Screens.ClaudeWorking);
        await steps.IsAsync("working");
    }

    private static AgentScenario Asks(string name, string screen, string state) => new(name, Agent, async (agent, steps) =>
    {
        await agent.TitleAsync("✳ Claude Code");
        await agent.ShowAsync(screen);
        await steps.IsAsync(state);
        await steps.StaysAsync();
    });

    private static AgentScenario NoQuestion(string name, string screen) => new(name, Agent, async (agent, steps) =>
    {
        await WorkAsync(agent, steps);
        await agent.TitleAsync("✳ Claude Code");
        await agent.ShowAsync(screen);
        await steps.IsAsync("idle");
        await steps.StaysAsync();
    });
}
