namespace RunKit.Mcp.Tests;

/// <summary>What users of other servers for agents complain of: large texts, and clients that meet in one pane.</summary>
public sealed class BadInputTests() : OnRealTmux("cat")
{
    [Fact]
    public async Task Five_megabytes_of_text_are_answered_with_one_line_and_the_next_call_works()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var pane = await agent.FirstPaneAsync("a");
        var large = new string('x', 5_000_000);

        (await agent.RefusedAsync("search", ("pattern", large), ("stranger", 1))).ShouldBe("there is no argument 'stranger'; there are pattern, server, ignoreCase, history");
        (await agent.RefusedAsync("capture", ("pane", large))).Length.ShouldBeLessThan(500);
        (await agent.RefusedAsync(large)).Length.ShouldBeLessThan(500);
        (await agent.RefusedAsync("kill", ("target", large))).Length.ShouldBeLessThan(500);
        (await agent.RefusedAsync("run", ("server", "a"), ("command", new[] { "true", large }))).Length.ShouldBeLessThan(500);

        (await agent.CallAsync("capture", ("pane", pane))).Facts.GetProperty("command").GetString().ShouldBe("cat");
        (await Plane.GetRunsAsync(default)).ShouldBeEmpty();
        Sandbox.IsAlive("a").ShouldBeTrue();
    }

    [Fact]
    public async Task Two_clients_at_once_do_not_mix_what_they_type_into_one_pane()
    {
        await using var one = await Agent.ConnectAsync(Plane, AccessScope.Input);
        await using var other = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var pane = await one.FirstPaneAsync("a");

        await Task.WhenAll(TypeAsync(one, "one"), TypeAsync(other, "other"));

        var lines = (await one.CallAsync("capture", ("pane", pane), ("history", 100))).Text.Split('\n');
        lines.ShouldAllBe(line => line == "one one one" || line == "other other other" || line.Length == 0);
        (lines.Count(line => line.StartsWith("one", StringComparison.Ordinal)), lines.Count(line => line.StartsWith("other", StringComparison.Ordinal))).ShouldBe((6, 6));

        async Task TypeAsync(Agent agent, string word)
        {
            for (var i = 0; i < 3; i++)
            {
                await agent.CallAsync("send_text", ("pane", pane), ("text", $"{word} {word} {word}"), ("enter", true));
            }
        }
    }
}
