using ModelContextProtocol;

namespace RunKit.Mcp.Tests;

/// <summary>What a client hears while a call goes on, and what becomes of a run whose call is given up.</summary>
public sealed class ProgressTests() : OnRealTmux("cat")
{
    [Theory]
    [InlineData("run")]
    [InlineData("wait")]
    [InlineData("result")]
    public async Task A_client_that_asks_for_it_is_told_how_a_call_goes_on_until_it_gives_it_up(string tool)
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        switch (tool)
        {
            case "run":
                (arguments["server"], arguments["command"]) = ("a", new[] { "sh", "-c", "echo begun; exec sleep 1000" });
                break;
            case "wait":
                (arguments["pane"], arguments["text"]) = (await agent.FirstPaneAsync("a"), "^never$");
                break;
            default:
                var run = await agent.CallAsync("run", ("server", "a"), ("command", new[] { "sh", "-c", "echo begun; exec sleep 1000" }), ("waitMs", 0));
                arguments["handle"] = run.Run.GetProperty("handle").GetString();
                break;
        }

        var heard = new Heard();
        using var giveUp = new CancellationTokenSource();
        var call = agent.Client.CallToolAsync(tool, arguments, heard, cancellationToken: giveUp.Token).AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(heard.All.Length >= 2), "it is told twice");
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);

        var told = heard.All;
        told.ShouldAllBe(value => value.Total == 30 && value.Progress > 0 && value.Message!.StartsWith(tool == "wait" ? "still waiting" : "running; it has printed "));
        told.Select(value => value.Progress).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_run_whose_call_is_given_up_goes_on_and_is_found_by_result()
    {
        await using var agent = await Agent.ConnectAsync(Plane, AccessScope.Input);
        var heard = new Heard();
        using var giveUp = new CancellationTokenSource();
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["server"] = "a", ["command"] = new[] { "sh", "-c", "echo begun; read line; echo \"got $line\"" } };
        var call = agent.Client.CallToolAsync("run", arguments, heard, cancellationToken: giveUp.Token).AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(heard.All.Length >= 1), "it runs");

        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);

        var begun = (await agent.CallAsync("result")).Facts.GetProperty("begun");
        (begun.GetArrayLength(), begun[0].GetProperty("ended").GetBoolean()).ShouldBe((1, false));
        var handle = begun[0].GetProperty("handle").GetString()!;
        var answer = await agent.CallAsync("result", ("handle", handle), ("waitMs", 0));
        answer.Run.GetProperty("state").GetString().ShouldBe("running");
        var run = (await Plane.GetRunsAsync(default)).Single();
        var pane = (await agent.CallAsync("list")).Facts.GetProperty("panes").EnumerateArray()
            .Select(row => row.GetProperty("pane").GetString()!).Single(row => row.EndsWith($":{run.Pane}", StringComparison.Ordinal));
        await agent.CallAsync("send_text", ("pane", pane), ("text", "on"), ("enter", true));

        var end = await agent.CallAsync("result", ("handle", handle));
        (end.Run.GetProperty("state").GetString(), end.Text.Split('\n')[^1]).ShouldBe(("exited", "got on"));
        (await Plane.GetRunsAsync(default)).Length.ShouldBe(1);
    }

    private sealed class Heard : IProgress<ProgressNotificationValue>
    {
        private ImmutableArray<ProgressNotificationValue> _all = [];

        public ImmutableArray<ProgressNotificationValue> All => _all;

        public void Report(ProgressNotificationValue value) => ImmutableInterlocked.Update(ref _all, (all, one) => all.Add(one), value);
    }
}
