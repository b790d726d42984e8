using System.Text.Json;

namespace RunKit.Cli.Tests.Events;

public sealed class RestartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_whose_node_starts_again_sees_one_resync_and_then_what_happens(bool killed)
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        var first = await ServeAsync(runkit);
        var watch = runkit.Start("watch", "--json");
        await watch.SaysAsync("watching node");
        var before = await RenameAsync(runkit, watch, "before");

        if (killed)
        {
            first.KillHard();
        }
        else
        {
            first.Terminate();
        }

        await first.EndAsync();
        await ServeAsync(runkit);
        var after = await RenameAsync(runkit, watch, "after");

        before.OfType<PlaneResync>().ShouldBeEmpty();
        var resync = after.SkipWhile(happened => happened.Id.Epoch == before[^1].Id.Epoch).First().ShouldBeOfType<PlaneResync>();
        after.OfType<PlaneResync>().ShouldBe([resync]);
        var since = after.SkipWhile(happened => happened != resync).Select(happened => happened.Id).ToList();
        since.ShouldBe(Enumerable.Range(0, since.Count).Select(i => resync.Id with { Sequence = resync.Id.Sequence + i }));
    }

    private static async Task<Runkit.Background> ServeAsync(Runkit runkit)
    {
        var node = await runkit.ServeAsync();
        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("ls")).Output.Contains("running", StringComparison.Ordinal), "the node has connected");
        return node;
    }

    /// <summary>Everything that the reader gets up to that change.</summary>
    private static async Task<IReadOnlyList<PlaneEvent>> RenameAsync(Runkit runkit, Runkit.Background watch, string name)
    {
        await runkit.Sandbox.TmuxAsync("work", "rename-session", "-t", "$0", name);
        var events = new List<PlaneEvent>();
        do
        {
            events.Add(JsonSerializer.Deserialize(await watch.LineAsync(), PlaneJson.Default.PlaneEvent)!);
        }
        while (events[^1] is not ServerEventEnvelope { Event: SessionRenamed renamed } || renamed.Name != name);

        return events;
    }
}
