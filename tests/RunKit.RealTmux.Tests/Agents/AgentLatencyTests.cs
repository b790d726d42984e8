using System.Diagnostics;
using System.Globalization;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Agents;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>How long it takes from what an agent does to the event; the figures are printed. <c>RK_AGENT_ROUNDS</c> says how often.</summary>
public sealed class AgentLatencyTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Length.Of("RK_AGENT_ROUNDS", usual: 3, extended: 30);

    [Theory]
    [InlineData("hook")]
    [InlineData("title")]
    [InlineData("screen")]
    public async Task A_change_is_told(string by)
    {
        await using var world = await AgentWorld.StartAsync();
        var agent = await world.StartAsync(by == "title" ? "gemini" : "claude");
        List<double> took = [];
        for (var round = 0; round < Rounds; round++)
        {
            await DoAsync(agent, by, waits: false);
            await Eventually.TrueAsync(() => world.Told(agent.Pane) is [.., "working"], "it works");
            var (before, began) = (world.Told(agent.Pane).Count, Stopwatch.GetTimestamp());
            await DoAsync(agent, by, waits: true);
            await Eventually.TrueAsync(() => world.Told(agent.Pane).Count > before, "it is told");
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            world.Told(agent.Pane)[^1].ShouldBe("waiting:permission");
        }

        took.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"by {by}, {Rounds} rounds: {took[took.Count / 2]:0} ms at the median, {took[^1]:0} ms at most"));
    }

    private static Task DoAsync(ScriptedAgent agent, string by, bool waits) => by switch
    {
        "hook" => agent.HookAsync(Hooks.Says(waits ? "waiting:permission" : "working:")),
        "title" => agent.TitleAsync(waits ? "✋  Action Required (work)" : "✦  Working… (work)"),
        _ => agent.ShowAsync(waits ? Screens.ClaudePermission : Screens.ClaudeWorking),
    };
}
