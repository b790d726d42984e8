using Akka.Actor;
using Akka.TestKit.TestEvent;
using Xunit.Sdk;

namespace Akka.TestKit;

internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    private TimeSpan Leeway => testkit.TestKitSettings.TestEventFilterLeeway;

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, Leeway, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) => Expect(expectedCount, Leeway, action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default)
    {
        using var counter = new Counter(system, filters, expectedCount);
        action();
        TestKitBase.Wait(new ValueTask(counter.WaitAsync(testkit.Dilated(timeout), cancellationToken)));
    }

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, Leeway, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, timeout, actionAsync, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, Leeway, actionAsync, cancellationToken);

    public async Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default)
    {
        using var counter = new Counter(system, filters, expectedCount);
        await actionAsync();
        await counter.WaitAsync(testkit.Dilated(timeout), cancellationToken);
    }

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        cancellationToken.ThrowIfCancellationRequested();
        action();
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
                filter.Matched += Count;

            system.EventStream.Publish(new Mute(_filters));
        }

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            await Task.WhenAny(_settled.Task, Task.Delay(timeout, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var count = Volatile.Read(ref _count);
            if (count < _expected)
                throw new XunitException($"Timeout ({timeout}) while waiting for messages. Only received {count}/{_expected} messages that matched the filter.");
            if (count > _expected)
                throw new XunitException($"Received {count - _expected} message(s) too many: expected {_expected}, got {count}.");
        }

        public void Dispose()
        {
            foreach (var filter in _filters)
                filter.Matched -= Count;

            _system.EventStream.Publish(new Unmute(_filters));
        }

        private void Count()
        {
            if (Interlocked.Increment(ref _count) >= Math.Max(_expected, 1))
                _settled.TrySetResult();
        }
    }
}
