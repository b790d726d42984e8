namespace RunKit.Api.Tests.Events;

/// <summary>Many who read, and one who never does.</summary>
public sealed class ManyReadersTests
{
    private const int Readers = 200;
    private const int Events = 100;

    [Fact]
    public async Task One_who_never_reads_costs_two_hundred_others_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stalled = await host.ConnectAsync(overTcp: false, CancellationToken.None);
        await stalled.WriteAsync("GET /v1/events HTTP/1.1\r\nHost: n\r\n\r\n"u8.ToArray());
        var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => SseReader.OpenAsync(host, "/v1/events")));
        await Task.WhenAll(readers.Select(reader => reader.SkipGreetingAsync()));
        await Eventually.TrueAsync(() => host.Plane.Readers == Readers + 1, "all are there");
        var title = new string('x', 10_000);

        // More than its connection and the node hold for the one who does not read.
        var published = Enumerable.Range(0, Events).Select(i => host.Plane.Publish("work", new PaneChanged(new PaneId(1), Title: new Change<string>($"{i}", title))).Id.ToString()).ToArray();
        var read = await Task.WhenAll(readers.Select(ReadAsync));

        read.ShouldAllBe(ids => ids.SequenceEqual(published));
        host.Plane.Taken.ShouldBeLessThan((Readers + 1) * Events);
        foreach (var reader in readers)
        {
            reader.Dispose();
        }
    }

    private static async Task<List<string?>> ReadAsync(SseReader reader)
    {
        List<string?> ids = [];
        while (ids.Count < Events)
        {
            ids.Add((await reader.EventAsync()).Id);
        }

        return ids;
    }
}
