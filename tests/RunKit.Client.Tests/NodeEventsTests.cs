namespace RunKit.Client.Tests;

public sealed class NodeEventsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Events_come_as_they_went()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        using var limit = new CancellationTokenSource(Limit);
        var connected = new TaskCompletionSource();
        var reading = plane.ReadEventsAsync(EventFilter.All, connected.SetResult, limit.Token).GetAsyncEnumerator();
        var first = reading.MoveNextAsync();
        await connected.Task.WaitAsync(limit.Token);

        var happened = host.Plane.Publish("work", new PaneChanged(new PaneId(1), Title: new Change<string>("a", "ü\n\u001b")));

        (await first).ShouldBeTrue();
        reading.Current.ShouldBe(happened);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_taken_up_again_where_it_was()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        using var limit = new CancellationTokenSource(Limit);
        host.Plane.Publish("work", new ServerReachable());
        await using var reading = plane.ReadEventsAsync(new EventId(FakeControlPlane.Epoch, 0), limit.Token).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();

        await host.StopAsync();
        host.Plane.Publish("work", new ServerRemoved());
        await host.RestartAsync();

        (await reading.MoveNextAsync()).ShouldBeTrue();
        reading.Current.Id.ToString().ShouldBe("e1-2");
        host.Plane.Asked.ShouldBe(["events e1-0", "events e1-1"]);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_before_its_first_event_is_taken_up_where_it_began()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.Publish("work", new ServerReachable());
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        using var limit = new CancellationTokenSource(Limit);
        var connected = new TaskCompletionSource();
        await using var reading = plane.ReadEventsAsync(EventFilter.All, () => connected.TrySetResult(), limit.Token).GetAsyncEnumerator();
        var next = reading.MoveNextAsync().AsTask();
        await connected.Task.WaitAsync(limit.Token);

        await host.StopAsync();
        var missed = host.Plane.Publish("work", new ServerRemoved());
        await host.RestartAsync();

        (await next).ShouldBeTrue();
        reading.Current.ShouldBe(missed);
    }

    [Fact]
    public async Task A_node_says_where_its_events_stand()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        (await plane.GetLastEventIdAsync(CancellationToken.None)).ShouldBe(new EventId(FakeControlPlane.Epoch, 0));

        var happened = host.Plane.Publish("work", new ServerReachable());

        (await plane.GetLastEventIdAsync(CancellationToken.None)).ShouldBe(happened.Id);
        await Eventually.TrueAsync(() => host.Plane.Readers == 0, "no reader is left behind");
    }

    [Fact]
    public async Task A_node_that_does_not_come_back_is_given_up()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        using var limit = new CancellationTokenSource(Limit);
        var connected = new TaskCompletionSource();
        await using var reading = plane.ReadEventsAsync(EventFilter.All, connected.SetResult, limit.Token).GetAsyncEnumerator();
        var next = reading.MoveNextAsync().AsTask();
        await connected.Task.WaitAsync(limit.Token);

        await host.StopAsync();

        await Should.ThrowAsync<NodeUnreachableException>(() => next);
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_ends()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var connected = new TaskCompletionSource();
        await using var reading = plane.ReadEventsAsync(EventFilter.All, connected.SetResult, cancel.Token).GetAsyncEnumerator();
        var next = reading.MoveNextAsync().AsTask();
        await connected.Task.WaitAsync(Limit);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next);
        await Eventually.TrueAsync(() => host.Plane.Readers == 0, "the node has closed the stream");
    }
}
