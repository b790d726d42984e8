using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    private TimeSpan Leeway => testkit.Dilated(testkit.TestKitSettings.TestEventFilterLeeway);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, Leeway, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        var result = default(T)!;
        ExpectOne(() => { result = func(); }, cancellationToken);
        return result;
    }

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) => Expect(expectedCount, Leeway, action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default)
    {
        using var counter = new Counter(system, filters, expectedCount);
        action();
        testkit.Require(counter.WaitAsync(timeout, cancellationToken).GetAwaiter().GetResult());
    }

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, Leeway, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, timeout, actionAsync, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Leeway, actionAsync, cancellationToken);

    public async Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default)
    {
        using var counter = new Counter(system, filters, expectedCount);
        await actionAsync();
        testkit.Require(await counter.WaitAsync(timeout, cancellationToken));
    }

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        cancellationToken.ThrowIfCancellationRequested();
        action();
    }

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        cancellationToken.ThrowIfCancellationRequested();
        return func();
    }

    public IUnmutableFilter Mute() => new Counter(system, filters, 0);

    /// <summary>The filters in force, counting what they match.</summary>
    private sealed class Counter : IUnmutableFilter
    {
        private readonly ActorSystem _system;
        private readonly EventFilterBase[] _filters;
        private readonly int _expected;
        private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Counter(ActorSystem system, IReadOnlyList<EventFilterBase> filters, int expected)
        {
            _system = system;
            _filters = [.. filters];
            _expected = expected;
            foreach (var filter in _filters)
            {
                filter.EventMatched += Count;
            }

            system.EventStream.Publish(new Mute(_filters));
        }

        /// <summary>Waits for the expected events; what is wrong with them, or null.</summary>
        public async Task<string?> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            await Task.WhenAny(_settled.Task, Task.Delay(timeout, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var count = Volatile.Read(ref _count);
            return count == _expected ? null
                : count < _expected ? $"Timeout ({timeout}) while waiting for messages. Only received {count}/{_expected} messages that matched the filter."
                : $"Received {count - _expected} message(s) too many: expected {_expected}, got {count}.";
        }

        public void Unmute() => Dispose();

        public void Dispose()
        {
            foreach (var filter in _filters)
            {
                filter.EventMatched -= Count;
            }

            _system.EventStream.Publish(new Unmute(_filters));
        }

        private void Count(EventFilterBase filter, LogEvent logEvent)
        {
            var count = Interlocked.Increment(ref _count);
            if (count >= Math.Max(_expected, 1))
            {
                _settled.TrySetResult();
            }
        }
    }
}
