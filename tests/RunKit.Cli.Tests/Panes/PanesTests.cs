using System.Collections.Immutable;
using System.Text.Json;
using RunKit.ControlPlane.Panes;

namespace RunKit.Cli.Tests.Panes;

public sealed class PanesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_pane_of_every_server_has_a_row(bool node)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("one", "user", "tail", "-f", "/dev/null");
        await runkit.Sandbox.StartAsync("two", "other", "-c", "/", "sh");
        await runkit.Sandbox.TmuxAsync("two", "split-window", "-d", "-c", "/", "cat");
        await runkit.Sandbox.TmuxAsync("two", "new-session", "-d", "-s", "_rk-pool", "cat");
        if (node)
        {
            await runkit.ServeAsync();
        }

        var panes = Array.Empty<PaneSummary>();
        await Eventually.TrueAsync(
            async () => (panes = [.. JsonSerializer.Deserialize((await runkit.RunAsync("panes", "--json")).ShouldBeDone(), PlaneJson.Default.ImmutableArrayPaneSummary)])
                .Select(pane => (pane.Command, pane.AtPrompt)).SequenceEqual([("tail", false), ("sh", true), ("cat", false)]),
            "every program runs");

        panes.Select(pane => (pane.Server, pane.Target, pane.Pane.Number, pane.Active)).ShouldBe(
            [("one", "user:0.0", 0u, true), ("two", "other:0.0", 0u, true), ("two", "other:0.1", 1u, false)]);
        var lines = (await runkit.RunAsync("panes", "--filter", "TWO", "--filter", "cat")).ShouldBeDone().Split('\n');
        lines[0].ShouldStartWith("SERVER  TARGET     PANE  COMMAND  STATE  AGENT  OUTPUT  SIZE");
        lines[1].ShouldStartWith("two     other:0.1  %1    cat      busy");
        lines.Length.ShouldBe(3);
        (await runkit.RunAsync("panes", "-L", "one", "--all", "--filter", "tail")).ShouldBeDone().ShouldContain("user:0.0");
        (await runkit.RunAsync("panes", "--filter", "nothing like that")).ShouldComplain(0, "no panes");
        panes.ShouldAllBe(pane => pane.LastOutput != null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_panes_that_use_the_machine_stand_first(bool node)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("one", "user", "tail", "-f", "/dev/null");
        await runkit.Sandbox.TmuxAsync("one", "new-window", "-d", "sh", "-c", "while :; do :; done & while :; do :; done");
        if (node)
        {
            await runkit.ServeAsync();
        }

        var uses = ImmutableArray<PaneUse>.Empty;
        await Eventually.TrueAsync(
            async () => (uses = JsonSerializer.Deserialize((await runkit.RunAsync("top", "--json", "--interval", "200ms")).ShouldBeDone(), PlaneJson.Default.ImmutableArrayPaneUse))
                is [{ Processes: 2, CpuPercent: > 0 }, _],
            "the busy one is first");

        uses[0].Target.ShouldBe("user:1.0");
        uses.ShouldAllBe(use => use.MemoryBytes > 0);
        (await runkit.RunAsync("top", "-n", "1", "-L", "one")).ShouldBeDone().Split('\n').Length.ShouldBe(3);
        (await runkit.RunAsync("top", "--interval", "5")).ShouldComplain(2, "--interval 5");
        (await runkit.RunAsync("top", "-n", "0")).ShouldComplain(2, "-n 0");
    }
}
