using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>One message as the test actor received it.</summary>
internal readonly record struct ReceivedMessage(object Message, IActorRef Sender);

/// <summary>What a test actor received and the test has not asked for yet. Many actors add, one test takes.</summary>
internal sealed class ReceivedMessages
{
    private readonly ConcurrentQueue<ReceivedMessage> _queue = new();
    private readonly SemaphoreSlim _available = new(0);

    public bool IsEmpty => _queue.IsEmpty;

    public void Add(ReceivedMessage message)
    {
        _queue.Enqueue(message);
        _available.Release();
    }

    /// <summary>Waits up to <paramref name="max"/> and takes the oldest message; null when none came.</summary>
    public async ValueTask<ReceivedMessage?> TakeAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        if (!await _available.WaitAsync(max, cancellationToken).ConfigureAwait(false))
            return null;

        _queue.TryDequeue(out var message);
        return message;
    }

    /// <summary>The same without taking it: the next call sees the same message.</summary>
    public async ValueTask<ReceivedMessage?> PeekAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        if (!await _available.WaitAsync(max, cancellationToken).ConfigureAwait(false))
            return null;

        _queue.TryPeek(out var message);
        _available.Release();
        return message;
    }
}
