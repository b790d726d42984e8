using System.Text.Json;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Agents;

namespace RunKit.Cli.Tests.Agents;

/// <summary><c>agents</c>, <c>agent set</c> and what other verbs tell of agents, over a node.</summary>
public sealed class AgentsTests
{
    private const string Screen = "Do you want to proceed?\n❯ 1. Yes\n  2. No, not now\n";

    [Fact]
    public async Task Every_surface_has_the_same_record_of_an_agent_that_waits()
    {
        await using var runkit = await WithAgentAsync();
        AgentReport? report = null;
        await Eventually.TrueAsync(
            async () => (report = JsonSerializer.Deserialize((await runkit.RunAsync("agents", "--waiting", "--json")).ShouldBeDone(), PlaneJson.Default.AgentReport)) is { Agents.Length: 1 },
            "it waits");

        var agent = report!.Agents[0];
        (agent.Agent, agent.Target, agent.State.Status, agent.State.Kind, agent.State.Evidence!.Source).ShouldBe(
            ("claude", "user:0.0", AgentStatus.Waiting, AgentWaitKind.Permission, AgentSource.Screen));
        var table = (await runkit.RunAsync("agents")).ShouldBeDone().Split('\n');
        table[0].ShouldStartWith("SERVER  TARGET    PANE  AGENT   STATE                 SINCE  WHY");
        table[1].ShouldStartWith("work    user:0.0  %0    claude  waiting (permission)");
        table[1].ShouldEndWith("it shows Do you want to proceed?");
        var explained = (await runkit.RunAsync("agents", "explain", "-t", "%0")).ShouldBeDone();
        explained.ShouldStartWith("claude (process ");
        explained.ShouldContain("*    screen  waiting (permission)");
        var outcome = JsonSerializer.Deserialize((await runkit.RunAsync("agents", "explain", "-t", "%0", "--json")).ShouldBeDone(), PlaneJson.Default.AgentOutcome)
            .ShouldBeOfType<AgentOutcome.Explained>();
        outcome.Agent.State.ShouldBe(agent.State);
        JsonSerializer.Deserialize((await runkit.RunAsync("panes", "--json")).ShouldBeDone(), PlaneJson.Default.ImmutableArrayPaneSummary).ShouldHaveSingleItem().Agent
            .ShouldBe("claude: waiting (permission)");
        (await runkit.RunAsync("wait", "-t", "%0", "--agent", "waiting")).ShouldBeDone().ShouldBe("agent\n");
        (await runkit.RunAsync("wait", "-t", "%0", "--agent", "idle", "--timeout", "200ms")).ShouldComplain(124, "the time is over");
    }

    [Fact]
    public async Task A_change_is_printed_as_it_happens()
    {
        await using var runkit = await WithAgentAsync();
        using var watch = runkit.Start("agents", "--watch", "--json");
        var line = "";
        while (!line.Contains("\"status\":\"waiting\"", StringComparison.Ordinal))
        {
            line = await watch.LineAsync();
        }

        line.ShouldContain("\"type\":\"agent.state\"");
        line.ShouldContain("\"kind\":\"permission\"");
    }

    [Fact]
    public async Task A_script_says_how_it_is_and_always_ends_with_0()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "sleep", "3600");
        (await runkit.RunAsync("agent", "set", "waiting", "--kind", "plan")).ShouldBeDone().ShouldBe("");
        runkit.Environment["TMUX"] = $"{runkit.Sandbox.Socket("work").Value},1,0";
        runkit.Environment["TMUX_PANE"] = "%0";
        (await runkit.RunAsync("agent", "set", "waiting", "--kind", "plan")).ShouldBeDone().ShouldBe("");

        (await runkit.Sandbox.TmuxAsync("work", "show-options", "-p", "-v", "-t", "%0", "@rk_agent")).ShouldStartWith("waiting:plan:");
        foreach (var wrong in (string[][])[["agent", "set", "happy"], ["agent", "set"], ["agent", "set", "idle", "--kind", "plan"], ["agent", "set", "idle", "--what"]])
        {
            (await runkit.RunAsync(wrong)).Status.ShouldBe(0);
        }

        (await runkit.RunAsync("agent", "set", "happy")).ShouldComplain(0, "'happy' is not understood");
        runkit.Environment["TMUX_PANE"] = "%77";
        (await runkit.RunAsync("agent", "set", "idle")).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_node_it_is_said_that_agents_need_one()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", "sleep", "3600");

        (await runkit.RunAsync("agents")).ShouldComplain(1, "runkit serve");
        (await runkit.RunAsync("wait", "-t", "%0", "--agent", "idle")).ShouldComplain(1, "runkit serve");
        (await runkit.RunAsync("notify", "test")).ShouldComplain(1, "runkit serve");
    }

    [Fact]
    public async Task Rules_are_printed_and_a_fault_in_ones_own_is_named_with_its_line_and_costs_a_node_nothing()
    {
        await using var runkit = new Runkit();
        var file = Path.Combine(runkit.Sandbox.Root, "rules.json");
        await File.WriteAllTextAsync(file, (await runkit.RunAsync("agents", "rules")).ShouldBeDone());
        (await runkit.RunAsync("agents", "rules", "--check", file)).ShouldBeDone().ShouldContain("claude, codex, gemini, opencode");
        await File.WriteAllTextAsync(file, "{\n  \"version\": 1,\n  \"agents\": 7\n}\n");

        (await runkit.RunAsync("agents", "rules", "--check", file)).ShouldComplain(1, $"{file}, line 3: a list is wanted here");
        runkit.Environment["RUNKIT_AGENTS__RULES"] = file;
        await runkit.Sandbox.StartAsync("work", "user", await AgentAsync(runkit));
        await runkit.ServeAsync();
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("agents", "--waiting", "--json")).ShouldBeDone().Contains("claude", StringComparison.Ordinal), "the built-in rules are used");
    }

    private static async Task<Runkit> WithAgentAsync()
    {
        var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user", await AgentAsync(runkit));
        await runkit.ServeAsync();
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        return runkit;
    }

    private static async Task<string> AgentAsync(Runkit runkit)
    {
        var file = Path.Combine(runkit.Sandbox.Root, "claude");
        await File.WriteAllTextAsync(file, $"#!/bin/bash\nstty -icanon -echo\nprintf '%s' '{Screen}'\nread -r -n 1 x\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
