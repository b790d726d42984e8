using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>What a plane tells of agents, to whom, and what it costs nobody.</summary>
public sealed class AgentPlaneTests
{
    private static readonly ServerName Server = new(AgentWorld.Server);

    [Fact]
    public async Task A_plane_that_is_started_anew_says_the_same_of_agents_that_wait_work_and_idle()
    {
        await using var world = await AgentWorld.StartAsync();
        var (waits, works, idles) = (await world.StartAsync("claude"), await world.StartAsync("claude"), await world.StartAsync("codex"));
        await waits.ShowAsync(Screens.ClaudePermission);
        await works.TitleAsync("⠂ Fix the test");
        await idles.ShowAsync(Screens.CodexIdle);
        await Eventually.TrueAsync(
            () => (world.StateOf(waits.Pane), world.StateOf(works.Pane), world.StateOf(idles.Pane)) == ("waiting:permission", "working", "idle"), "they are so");

        await world.RestartAsync();

        await Eventually.TrueAsync(
            async () =>
            {
                var report = await world.Host.Plane.GetAgentsAsync(all: false, CancellationToken.None);
                return report.Agents.Select(agent => (agent.Pane, AgentState.Word(agent.State.Status))).ToHashSet()
                    .SetEquals([(waits.Pane, "waiting"), (works.Pane, "working"), (idles.Pane, "idle")]);
            },
            "another plane says the same");
    }

    [Fact]
    public async Task Nothing_is_told_of_agents_while_nobody_asks()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        await using var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");
        await sandbox.TmuxAsync("a", "new-window", "-d", "sleep", "3600");
        await host.HearsAsync<RunKit.Tmux.State.PaneAdded>("a");

        host.EventsOf<AgentStateChanged>("a").ShouldBeEmpty();
        (await host.Plane.GetAgentsAsync(all: true, CancellationToken.None)).Agents.Select(agent => agent.Agent).ShouldBe(["tail", "sleep"], ignoreOrder: true);
        await host.HearsAsync<AgentStateChanged>("a", times: 2);
    }

    [Fact]
    public async Task Whoever_reads_the_states_of_agents_by_name_is_told_of_them_without_asking()
    {
        await using var world = await AgentWorld.StartAsync();
        var agent = await world.StartAsync("claude");
        using var limit = new CancellationTokenSource(Eventually.DefaultLimit);
        var filter = new EventFilter { Types = [EventTypes.AgentState] };
        var reading = world.Host.Plane.ReadEventsAsync(filter, limit.Token).OfType<ServerEventEnvelope>().Select(happened => happened.Event).OfType<AgentStateChanged>()
            .FirstAsync(changed => changed.State.Status == AgentStatus.Waiting, limit.Token);

        await agent.ShowAsync(Screens.ClaudePlan);

        (await reading).State.ShouldSatisfyAllConditions(
            state => state.Kind.ShouldBe(AgentWaitKind.Plan), state => state.Evidence!.Seen.ShouldContain("Would you like to proceed?"));
    }

    [Fact]
    public async Task Waiting_for_an_agents_state_ends_when_it_is_in_it_and_at_once_where_it_is()
    {
        await using var world = await AgentWorld.StartAsync();
        var agent = await world.StartAsync("claude");
        var pane = new PaneAddress(Server, agent.Pane);
        var waiting = world.Host.Plane.WaitAsync(pane, new WaitRequest { Agent = "waiting", TimeoutMs = 60_000 }, CancellationToken.None);
        await agent.ShowAsync(Screens.ClaudeWorking);
        waiting.IsCompleted.ShouldBeFalse();

        await agent.ShowAsync(Screens.ClaudePermission);

        (await waiting).ShouldBe(new WaitOutcome.Held("agent"));
        (await world.Host.Plane.WaitAsync(pane, new WaitRequest { Agent = "waiting" }, CancellationToken.None)).ShouldBe(new WaitOutcome.Held("agent"));
        (await world.Host.Plane.WaitAsync(pane, new WaitRequest { Agent = "idle", TimeoutMs = 300 }, CancellationToken.None)).ShouldBe(new WaitOutcome.TimedOut());
        (await world.Host.Plane.WaitAsync(pane, new WaitRequest { Agent = "idle", QuietMs = 300 }, CancellationToken.None)).ShouldBe(new WaitOutcome.Held("quiet"));
        (await world.Host.Plane.WaitAsync(new PaneAddress(Server, new PaneId(4711)), new WaitRequest { Agent = "idle" }, CancellationToken.None)).ShouldBeOfType<WaitOutcome.UnknownPane>();
        var gone = world.Host.Plane.WaitAsync(pane, new WaitRequest { Agent = "idle" }, CancellationToken.None);
        await agent.TmuxAsync("kill-pane", "-t", "{pane}");
        (await gone).ShouldBeOfType<WaitOutcome.Gone>();
    }

    [Fact]
    public async Task Two_agents_in_one_directory_are_told_apart()
    {
        await using var world = await AgentWorld.StartAsync();
        var (one, other) = (await world.StartAsync("claude"), await world.StartAsync("claude"));
        await one.ShowAsync(Screens.ClaudePermission);
        await other.ShowAsync(Screens.ClaudeWorking);
        await Eventually.TrueAsync(() => world.StateOf(one.Pane) == "waiting:permission" && world.StateOf(other.Pane) == "working", "each is what it is");

        world.Find(one.Pane)!.Path.ShouldBe(world.Find(other.Pane)!.Path);
        world.Told(other.Pane).ShouldNotContain(told => told.StartsWith("waiting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_in_a_tmux_in_a_tmux_is_told_of_where_it_runs_and_nowhere_else()
    {
        await using var world = await AgentWorld.StartAsync();
        var inner = world.Sandbox.Socket("inner").Value;
        var agent = await world.StartAsync("claude", ["env", "-u", "TMUX", "TERM=screen", "tmux", "-f", "/dev/null", "-S", inner, "new-session", "{agent}", "{fifo}"]);
        await Eventually.TrueAsync(() => world.Sandbox.IsAlive("inner"), "the inner server runs");
        world.Sandbox.Server("inner");
        await agent.ShowAsync(Screens.ClaudePermission);

        await Eventually.TrueAsync(
            async () => (await world.Host.Plane.GetAgentsAsync(all: false, CancellationToken.None)).Agents.Any(found => found is { Server: "inner", State.Status: AgentStatus.Waiting }),
            "it waits, in the inner one");
        world.Told(agent.Pane).ShouldNotContain(told => told.StartsWith("waiting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_is_told_to_be_not_known_and_the_others_are()
    {
        await using var world = await AgentWorld.StartAsync();
        var agent = await world.StartAsync("claude");
        await agent.ShowAsync(Screens.ClaudePermission);
        var process = await world.Sandbox.StartAsync("hung", "user", "tail", "-f", "/dev/null");
        await world.Host.ConnectsAsync("hung");
        world.Sandbox.Stop(process);
        try
        {
            await Eventually.TrueAsync(
                async () => await world.Host.Plane.GetAgentsAsync(all: false, CancellationToken.None) is { NotRead: [{ Server: "hung" }], Agents: [{ State.Status: AgentStatus.Waiting }] },
                "one is not known, and the other is");
        }
        finally
        {
            world.Sandbox.Continue(process);
        }
    }

    [Fact]
    public async Task A_command_is_told_once_of_agents_that_wait_when_the_node_has_run_for_a_while()
    {
        var file = Path.GetTempFileName();
        await using var world = await AgentWorld.StartAsync(("runkit.notify.exec", $"[\"sh\", \"-c\", \"cat >> {file}; echo >> {file}\"]"), ("runkit.notify.cooldown", "1h"));
        var early = await world.StartAsync("claude");
        await early.ShowAsync(Screens.ClaudePlan);
        await Eventually.TrueAsync(() => world.StateOf(early.Pane) == "waiting:plan", "it waits");
        await Task.Delay(TimeSpan.FromSeconds(11));
        var (one, other) = (await world.StartAsync("claude"), await world.StartAsync("codex"));
        await one.ShowAsync(Screens.ClaudePermission);
        await other.ShowAsync(Screens.CodexPermission);
        await Eventually.TrueAsync(() => File.ReadAllText(file) is var text && text.Contains($"\"{one.Pane}\"", StringComparison.Ordinal) && text.Contains($"\"{other.Pane}\"", StringComparison.Ordinal), "both are told");
        await one.ShowAsync(Screens.ClaudeWorking);
        await Eventually.TrueAsync(() => world.StateOf(one.Pane) == "working", "it goes on");
        await one.ShowAsync(Screens.ClaudePermission);
        await Eventually.TrueAsync(() => world.StateOf(one.Pane) == "waiting:permission", "it waits again");

        (await world.Host.Plane.TestNotificationsAsync(CancellationToken.None)).ShouldBe([new NoticeResult("command", Delivered: true, "it ended with 0", 0)]);
        var told = await File.ReadAllTextAsync(file);
        told.Split($"\"pane\":\"{one.Pane}\"").Length.ShouldBe(2);
        told.ShouldNotContain($"\"pane\":\"{early.Pane}\"");
        told.ShouldContain("\"test\":true");
        File.Delete(file);
    }
}
