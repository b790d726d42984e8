namespace Akka.TestKit;

/// <summary>What to do with the events that a filter selects.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds another filter: an event that matches any of them counts.</summary>
    EventFilterFactory And { get; }

    /// <summary>Runs the action and expects exactly one event, at most <c>akka.test.filter-leeway</c> later.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <summary>The same with another leeway.</summary>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Runs the action and expects so many events; none means that the whole leeway is waited for.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <summary>The same with another leeway.</summary>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous <see cref="ExpectOne(Action, CancellationToken)"/>.</summary>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>The same with another leeway.</summary>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous <see cref="Expect(int, Action, CancellationToken)"/>.</summary>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>The same with another leeway.</summary>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Runs the action; matching events are not printed.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default);

    /// <summary>Matching events are not printed until the returned filter is told so.</summary>
    IUnmutableFilter Mute();
}

/// <summary>A filter in force.</summary>
public interface IUnmutableFilter : IDisposable;
