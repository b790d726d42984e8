using System.Collections.Concurrent;
using RunKit.Client;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

/// <summary>Readers that lose their connection to a real node. <c>READER_DROPS</c> says how often.</summary>
public sealed class EventReaderTests
{
    private const int Seed = 20_260_105;

    // From within the answer's head to some ten events.
    private const int MostBytes = 3000;

    private const string LastName = "last";

    private static readonly int Drops = int.TryParse(Environment.GetEnvironmentVariable("READER_DROPS"), out var drops) ? drops : 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60) + (Drops * TimeSpan.FromMilliseconds(250));
    private static readonly string[] Servers = ["a", "b"];

    [Fact]
    public async Task A_reader_that_drops_its_connection_again_and_again_under_load_loses_no_event_and_gets_none_twice()
    {
        await using var sandbox = new TmuxSandbox();
        await using var node = await StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        using var limit = new CancellationTokenSource(Limit);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var published = new ConcurrentQueue<PlaneEvent>();
        var recording = RecordAsync(plane, published, limit.Token);
        var load = Task.WhenAll(Servers.Select(server => LoadAsync(plane, server, enough.Token)));
        await Eventually.TrueAsync(() => !published.IsEmpty, "something happens");
        var first = published.First();

        var reader = new EventReader(node.Socket, first.Id);
        var random = new Random(Seed);
        for (var drop = 0; drop < Drops; drop++)
        {
            await reader.ReadAsync(random.Next(1, MostBytes), limit.Token);
        }

        await enough.CancelAsync();
        await load;
        await RenameAsync(plane, Servers[0], LastName);
        await recording;
        await reader.ReadToAsync(published.Last().Id, limit.Token);

        reader.Events.Count.ShouldBeGreaterThan(Drops);
        reader.Events.Select(happened => happened.Id.Sequence).ShouldBe(Enumerable.Range(1, reader.Events.Count).Select(i => first.Id.Sequence + i));
        reader.Events.ShouldBe(published.Skip(1));
        await Eventually.TrueAsync(async () => await node.OpenStreamsAsync() == 0, "the node has closed every stream");
    }

    private static async Task<NodeProcess> StartAsync(TmuxSandbox sandbox)
    {
        foreach (var server in Servers)
        {
            await sandbox.StartAsync(server);
        }

        var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        foreach (var server in Servers)
        {
            await node.ConnectsAsync(plane, server);
        }

        return node;
    }

    // On one connection, up to the last rename.
    private static async Task RecordAsync(HttpControlPlane plane, ConcurrentQueue<PlaneEvent> published, CancellationToken cancellationToken)
    {
        await foreach (var happened in plane.ReadEventsAsync(null, cancellationToken))
        {
            published.Enqueue(happened);
            if (happened is ServerEventEnvelope { Event: WindowRenamed { Name: LastName } })
            {
                return;
            }
        }
    }

    private static async Task LoadAsync(HttpControlPlane plane, string server, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            await RenameAsync(plane, server, $"n{i}");
        }
    }

    private static async Task RenameAsync(HttpControlPlane plane, string server, string name) =>
        (await plane.ExecuteAsync(new(server), ["rename-window", "-t", "@0", name], CancellationToken.None)).ShouldBeOfType<CommandOutcome.Completed>();
}
