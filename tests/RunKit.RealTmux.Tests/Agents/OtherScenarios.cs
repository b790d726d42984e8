namespace RunKit.RealTmux.Tests.Agents;

/// <summary>What other agents do, and programs that are none.</summary>
internal static class OtherScenarios
{
    public static IEnumerable<AgentScenario> Agents =>
    [
        new("Codex works and has done it", "codex", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.CodexIdle);
            await steps.IsAsync("idle");
            await agent.TitleAsync("⠹ work");
            await agent.ShowAsync(Screens.CodexWorking);
            await steps.IsAsync("working");
            await agent.TitleAsync("work");
            await agent.ShowAsync(Screens.CodexIdle);
            await steps.IsAsync("idle");
        }),
        new("Codex says in its title that an action is required", "codex", async (agent, steps) =>
        {
            await agent.TitleAsync("Action Required - work");
            await steps.IsAsync("waiting:permission");
        }),
        new("Codex asks for permission, its titles are switched off", "codex", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.CodexWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.CodexPermission);
            await steps.IsAsync("waiting:permission");
            await agent.ShowAsync(Screens.CodexWorking);
            await steps.IsAsync("working");
        }),
        new("Codex is interrupted by Esc", "codex", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.CodexWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.CodexInterrupted);
            await steps.IsAsync("idle");
        }),
        new("The service of Codex breaks off", "codex", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.CodexWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.CodexError);
            await steps.IsAsync("failed");
        }),
        new("Gemini says all in its title", "gemini", async (agent, steps) =>
        {
            await agent.TitleAsync("◇  Ready (work)");
            await steps.IsAsync("idle");
            await agent.TitleAsync("✦  Working… (work)");
            await steps.IsAsync("working");
            await agent.TitleAsync("✋  Action Required (work)");
            await steps.IsAsync("waiting:permission");
            await agent.TitleAsync("✦  Working… (work)");
            await steps.IsAsync("working");
            await agent.TitleAsync("◇  Ready (work)");
            await steps.IsAsync("idle");
        }),
        new("Gemini asks for permission, its titles are switched off", "gemini", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.GeminiIdle);
            await steps.IsAsync("idle");
            await agent.ShowAsync(Screens.GeminiWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.GeminiPermission);
            await steps.IsAsync("waiting:permission");
        }),
        new("The service of Gemini has had enough", "gemini", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.GeminiWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.GeminiError);
            await steps.IsAsync("failed");
        }),
        new("OpenCode works, asks for permission, and has done it", "opencode", async (agent, steps) =>
        {
            await agent.ShowAsync(Screens.OpenCodeIdle);
            await steps.IsAsync("idle");
            await agent.ShowAsync(Screens.OpenCodeWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.OpenCodePermission);
            await steps.IsAsync("waiting:permission");
            await agent.ShowAsync(Screens.OpenCodeWorking);
            await steps.IsAsync("working");
            await agent.ShowAsync(Screens.OpenCodeIdle);
            await steps.IsAsync("idle");
        }),
    ];

    public static IEnumerable<AgentScenario> Programs =>
    [
        new("A program reads a line and shows what is typed", "cat", async (_, steps) => await steps.IsAsync("attention")) { Command = ["cat"], IsExact = false },
        new("A program only sleeps", "sleep", async (_, steps) => await steps.IsAsync("quiet")) { Command = ["sleep", "3600"], IsExact = false },
        new("A script asks yes or no", "asks", async (_, steps) => await steps.IsAsync("attention"))
        {
            Command = ["bash", "-c", "printf 'Remove everything? [y/N] '; read -r answer; sleep 3600"],
            IsExact = false,
        },
        new("A program with the whole screen waits for keys", "editor", async (agent, steps) =>
        {
            await agent.ShowAsync("some text\n~\n~\n");
            await steps.IsAsync("quiet");
        })
        { IsExact = false },
        new("A pager shows what an agent has shown", "less", async (agent, steps) =>
        {
            await agent.TitleAsync("⠂ Fix the test");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("active");
            await steps.StaysAsync();
        })
        { IsExact = false },
        new("An agent runs over ssh, where nothing of it can be known", "ssh", async (agent, steps) =>
        {
            await agent.TitleAsync("✳ Claude Code");
            await agent.ShowAsync(Screens.ClaudePermission);
            await steps.IsAsync("active");
            await steps.StaysAsync();
        })
        { IsExact = false },
        new("A script says itself how it is", "deploy", async (agent, steps) =>
        {
            await agent.HookAsync(Hooks.Says("working:"));
            await steps.IsAsync("working");
            await agent.HookAsync(Hooks.Says("waiting:question"));
            await steps.IsAsync("waiting:question");
            await agent.HookAsync(Hooks.Says("idle:"));
            await steps.IsAsync("idle");
        })
        { MayWait = true, IsExact = false },
    ];
}
