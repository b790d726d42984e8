using RunKit.Actors.Dialing;

namespace RunKit.Actors.Tests.Dialing;

public sealed class CommandLanesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly CommandLanes _lanes = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private int _underWay;
    private int _most;

    [Fact]
    public async Task Eight_are_under_way_at_once_and_all_come_to_their_turn()
    {
        var commands = Enumerable.Range(0, 100).Select(_ => RunAsync("a")).ToArray();
        Volatile.Read(ref _begun).ShouldBe(8);

        _open.SetResult();

        (await Task.WhenAll(commands).WaitAsync(Limit)).ShouldAllBe(result => result == "done");
        _most.ShouldBe(8);
    }

    [Fact]
    public async Task One_who_asks_for_much_holds_nobody_else_up()
    {
        var order = new List<string>();
        var many = Enumerable.Range(0, 500).Select(_ => RunAsync("many", order)).ToArray();
        var one = RunAsync("one", order);

        _open.SetResult();
        await Task.WhenAll([.. many, one]).WaitAsync(Limit);

        order.IndexOf("one").ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Too_many_of_one_caller_are_refused_and_others_are_not()
    {
        var commands = Enumerable.Range(0, 8 + 1024).Select(_ => RunAsync("a")).ToArray();

        (await RunAsync("a").WaitAsync(Limit)).ShouldBeNull();

        var other = RunAsync("b");
        _open.SetResult();
        (await other.WaitAsync(Limit)).ShouldBe("done");
        await Task.WhenAll(commands).WaitAsync(Limit);
    }

    [Fact]
    public async Task One_that_is_given_up_while_it_waits_never_runs_and_its_turn_is_passed_on()
    {
        var first = Enumerable.Range(0, 8).Select(_ => RunAsync("a")).ToArray();
        using var given = new CancellationTokenSource();
        var late = Enumerable.Range(0, 20).Select(_ => _lanes.RunAsync("a", () => Task.FromResult("never"), given.Token)).ToArray();
        var last = RunAsync("a");

        await given.CancelAsync();
        (await Task.WhenAll(late).WaitAsync(Limit)).ShouldAllBe(result => result == null);
        _open.SetResult();

        await Task.WhenAll(first).WaitAsync(Limit);
        (await last.WaitAsync(Limit)).ShouldBe("done");
    }

    [Fact]
    public async Task One_that_throws_gives_its_place_back()
    {
        for (var i = 0; i < 20; i++)
        {
            await Should.ThrowAsync<InvalidOperationException>(
                () => _lanes.RunAsync<string>("a", () => throw new InvalidOperationException("a broken port"), CancellationToken.None));
        }

        _open.SetResult();
        (await RunAsync("a").WaitAsync(Limit)).ShouldBe("done");
    }

    private Task<string?> RunAsync(string caller, List<string>? order = null) => _lanes.RunAsync(
        caller,
        async () =>
        {
            Interlocked.Increment(ref _begun);
            var now = Interlocked.Increment(ref _underWay);
            lock (_lanes)
            {
                _most = Math.Max(_most, now);
                order?.Add(caller);
            }

            await _open.Task;
            Interlocked.Decrement(ref _underWay);
            return "done";
        },
        CancellationToken.None);
}
