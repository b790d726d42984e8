using RunKit.ControlPlane.Agents;
using RunKit.Tmux.Agents;

namespace RunKit.Mcp.Tests;

/// <summary>The tool <c>agents</c>, and what may be typed to an agent in one state alone.</summary>
public sealed class AgentsToolTests
{
    private static readonly AgentView Waits = new(
        "fake", "work", new ServerGeneration(42, 1_700_000_000), new PaneId(5), "main:0.1", "claude", Known: true, new ProcessIdentity(7, 8),
        new AgentState(AgentStatus.Waiting, DateTimeOffset.UnixEpoch)
        {
            Kind = AgentWaitKind.Permission,
            Evidence = new AgentEvidence(AgentSource.Screen, AgentStatus.Waiting, "it shows Do you want to proceed?", DateTimeOffset.UnixEpoch),
        });

    private readonly FakeControlPlane _plane = new()
    {
        Servers = [FakeControlPlane.View("work")],
        Agents = new AgentReport([Waits, Waits with { Pane = new PaneId(6), State = new AgentState(AgentStatus.Idle, DateTimeOffset.UnixEpoch) }], [new AgentsNotRead("hung", "it does not answer")]),
        OnExplain = _ => new AgentOutcome.Explained(Waits, []),
        OnTree = _ => new TreeOutcome.Known(Tree()),
    };

    [Fact]
    public async Task Agents_are_listed_with_the_handle_that_other_tools_take_and_what_is_not_known_is_said()
    {
        await using var agent = await Agent.ConnectAsync(_plane, AccessScope.Read);

        var answer = await agent.CallAsync("agents", ("state", "waiting"));

        var found = answer.Facts.GetProperty("agents").EnumerateArray().ShouldHaveSingleItem();
        found.GetProperty("pane").GetString().ShouldBe("work:42@1700000000:%5");
        (found.GetProperty("state").GetString(), found.GetProperty("waitsFor").GetString(), found.GetProperty("why").GetString()).ShouldBe(("waiting", "permission", "it shows Do you want to proceed?"));
        answer.Facts.GetProperty("notRead")[0].GetProperty("server").GetString().ShouldBe("hung");
    }

    [Fact]
    public async Task A_text_that_was_meant_for_an_agent_in_another_state_is_not_typed()
    {
        await using var agent = await Agent.ConnectAsync(_plane, AccessScope.Input);
        const string Pane = "work:42@1700000000:%5";

        (await agent.RefusedAsync("send_text", ("pane", Pane), ("text", "1"), ("enter", true), ("expectedState", "idle"))).ShouldBe("nothing was typed: claude is waiting (permission), and not idle");
        (await agent.RefusedAsync("send_text", ("pane", Pane), ("text", "1"), ("enter", true), ("expectedState", "hungry"))).ShouldStartWith("'hungry' is no state of an agent");
        _plane.OnExplain = _ => new AgentOutcome.NoAgent();
        (await agent.RefusedAsync("send_text", ("pane", Pane), ("text", "1"), ("enter", true), ("expectedState", "waiting"))).ShouldContain("no agent runs there");
        _plane.Asked.ShouldNotContain(asked => asked.StartsWith("send", StringComparison.Ordinal));

        _plane.OnExplain = _ => new AgentOutcome.Explained(Waits, []);
        (await agent.CallAsync("send_text", ("pane", Pane), ("text", "1"), ("enter", true), ("expectedState", "waiting"))).Facts.GetProperty("outcome").GetString().ShouldBe("delivered");
    }

    private static ServerTree Tree()
    {
        var pane = new PaneView(new PaneId(5), 0, true, new(80, 24), false, 7, "title", "claude", "/", null);
        var window = new WindowView(new WindowId(0), 0, "w", true, new(80, 24), "b25d,80x24,0,0,0", false, [pane]);
        return new ServerTree("fake", "work", new ServerGeneration(42, 1_700_000_000), 3, DateTimeOffset.UnixEpoch, [new SessionView(new SessionId(0), "main", null, false, 1, [window])], [], []);
    }
}
