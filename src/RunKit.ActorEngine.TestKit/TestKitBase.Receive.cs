using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, waiting 3 s unless told otherwise; null when none came.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) => Wait(ReceiveOneAsync(max, cancellationToken));

    /// <summary>Takes the next message; null when none came.</summary>
    private async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(max is { } given ? Dilated(given) : RemainingOrDefault, cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Takes so many messages; fails when they do not come in the remaining time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Wait(TakeManyAsync(numberOfMessages, RemainingOrDefault, cancellationToken));

    /// <summary>Takes so many messages; fails when they do not come within <paramref name="max"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Wait(TakeManyAsync(numberOfMessages, Dilated(max), cancellationToken));

    /// <summary>
    /// Takes messages while the filter gives something for them, at most <paramref name="msgs"/>, for at most <paramref name="max"/>,
    /// and until none comes for <paramref name="idle"/>. The first refused message stays to be received.
    /// </summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => Wait(TakeWhileAsync(filter, max, idle, msgs, cancellationToken));

    /// <summary>Takes messages until one satisfies the predicate, and returns that; the others are dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Wait(FishForMessageAsync(isMessage, max, hint, cancellationToken));

    /// <summary>Takes messages until one satisfies the predicate, and returns that; the others are dropped.</summary>
    private async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        while (await TakeAsync(Left(stop), cancellationToken).ConfigureAwait(false) is { } received)
        {
            if (received.Message is T typed && isMessage(typed))
                return typed;
        }

        throw new XunitException($"Timeout ({limit}) during fishForMessage of {typeof(T)}, hint: {hint}");
    }

    /// <summary>Fails if a message comes within 3 s, or within what is left of <c>Within</c>.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        Wait(NoMessageAsync(RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault)), cancellationToken));

    /// <summary>Fails if a message comes within <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => Wait(ExpectNoMsgAsync(duration, cancellationToken));

    /// <summary>Fails if a message comes within so many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Fails if a message comes within <paramref name="duration"/>.</summary>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) => NoMessageAsync(Dilated(duration), cancellationToken);

    // The only two places where this TestKit blocks: half of Akka.NET's API does, and a test has a thread to spare. What is awaited needs none
    // of the test's own: the messages come from the actors' threads.
    private static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    internal static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private async ValueTask<ReceivedMessage?> TakeAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        var received = await _received.TakeAsync(max, cancellationToken).ConfigureAwait(false);
        _lastWasNoMessage = false;
        _last = received ?? _last;
        return received;
    }

    private async ValueTask<IReadOnlyCollection<object>> TakeManyAsync(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var stop = Now + max;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            if (await TakeAsync(Left(stop), cancellationToken).ConfigureAwait(false) is not { } received)
                throw new XunitException($"Timeout ({max}) while expecting {count} messages. Only got {messages.Count} after {max}.");

            messages.Add(received.Message);
        }

        return messages;
    }

    private async ValueTask<IReadOnlyList<T>> TakeWhileAsync<T>(Func<object, T?> filter, TimeSpan? max, TimeSpan? idle, int msgs, CancellationToken cancellationToken)
        where T : class
    {
        var stop = Now + RemainingOrDilated(max);
        var taken = new List<T>();
        while (taken.Count < msgs)
        {
            var left = Left(stop);
            var wait = idle is { } pause && pause < left ? pause : left;
            if (await _received.PeekAsync(wait, cancellationToken).ConfigureAwait(false) is not { } next || filter(next.Message) is not { } result)
                break;

            await TakeAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            taken.Add(result);
        }

        _lastWasNoMessage = true;
        return taken;
    }

    private async ValueTask NoMessageAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (await TakeAsync(duration, cancellationToken).ConfigureAwait(false) is { } received)
            throw new XunitException($"Expected no messages during {duration}, instead we received {Describe(received)}");

        _lastWasNoMessage = true;
    }

    private static TimeSpan Left(TimeSpan stop) => stop > Now ? stop - Now : TimeSpan.Zero;

    private static string Describe(ReceivedMessage received) => $"<{received.Message}> ({received.Message.GetType()}) from {received.Sender}.";
}
