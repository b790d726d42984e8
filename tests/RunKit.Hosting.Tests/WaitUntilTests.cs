using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Planes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Hosting.Tests;

public sealed class WaitUntilTests
{
    private static readonly ServerName Work = new("work");
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly FakeControlPlane _plane = new();

    [Fact]
    public async Task What_holds_already_is_answered_at_once()
    {
        _plane.Servers = [FakeControlPlane.View("work")];

        var view = await _plane.WaitUntilAsync(Work, seen => seen is not null, Long, CancellationToken.None);

        view.ShouldNotBeNull().Name.ShouldBe("work");
        _plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_holds_after_something_has_happened_is_answered_then()
    {
        var waiting = _plane.WaitUntilAsync(Work, seen => seen?.Status == ServerStatus.Connected, Long, CancellationToken.None);
        await Eventually.TrueAsync(() => _plane.Readers == 1, "it reads the events");

        _plane.Servers = [FakeControlPlane.View("work")];
        _plane.Publish("work", new ServerReachable());

        (await waiting.WaitAsync(Long)).ShouldNotBeNull();
        await Eventually.TrueAsync(() => _plane.Readers == 0, "it reads them no more");
    }

    [Fact]
    public async Task What_comes_without_an_event_is_seen_too()
    {
        _plane.Servers = [FakeControlPlane.View("work")];
        var waiting = _plane.WaitUntilAsync(Work, seen => seen is null, Long, CancellationToken.None);
        await Eventually.TrueAsync(() => _plane.Readers == 1, "it reads the events");

        _plane.Servers = [];

        (await waiting.WaitAsync(Long)).ShouldBeNull();
    }

    [Fact]
    public async Task Time_that_is_over_is_said_with_how_it_was_last()
    {
        _plane.Servers = [FakeControlPlane.View("work")];

        var over = await Should.ThrowAsync<TimeoutException>(() => _plane.WaitUntilAsync(Work, seen => seen is null, TimeSpan.FromMilliseconds(20), CancellationToken.None));

        over.Message.ShouldBe("work is not as it was waited for after 0.02 s: it is connected");
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_time()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _plane.WaitUntilAsync(Work, _ => false, Long, stop.Token);
        await Eventually.TrueAsync(() => _plane.Readers == 1, "it reads the events");

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(Long));
        await Eventually.TrueAsync(() => _plane.Readers == 0, "it reads them no more");
    }
}
