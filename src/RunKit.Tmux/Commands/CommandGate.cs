using System.Diagnostics.CodeAnalysis;

namespace RunKit.Tmux.Commands;

/// <summary>
/// Who goes next. So many commands are on their way at once, the others wait, and those who wait take turns by caller: one who asks for a
/// thousand things holds nobody else up. Not thread-safe.
/// </summary>
/// <typeparam name="T">What stands for a command.</typeparam>
/// <param name="window">How many may be on their way at once; 1 or more.</param>
/// <param name="maxWaiting">How many of one caller's may wait; a multiple of it bounds all that wait.</param>
public sealed class CommandGate<T>(int window, int maxWaiting)
{
    private const int CallersWorth = 16;

    private readonly Dictionary<string, Queue<T>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private int _underWay;
    private int _count;

    /// <summary>How many commands wait for their turn.</summary>
    public int Waiting => _count;

    /// <summary>Lets a command wait for its turn; false when too many wait already.</summary>
    public bool TryEnter(string caller, T command)
    {
        if (!_waiting.TryGetValue(caller, out var queue))
        {
            _waiting[caller] = queue = new Queue<T>();
        }

        if (queue.Count >= maxWaiting || _count >= maxWaiting * CallersWorth)
        {
            return false;
        }

        if (queue.Count == 0)
        {
            _turns.Enqueue(caller);
        }

        queue.Enqueue(command);
        _count++;
        return true;
    }

    /// <summary>Takes the next command whose turn has come, if another may be on its way. <see cref="Leave"/> must follow its end.</summary>
    public bool TryNext([MaybeNullWhen(false)] out T command)
    {
        command = default;
        if (_underWay >= window || !_turns.TryDequeue(out var caller))
        {
            return false;
        }

        var queue = _waiting[caller];
        command = queue.Dequeue();
        _count--;
        _underWay++;
        if (queue.Count > 0)
        {
            _turns.Enqueue(caller);
        }
        else
        {
            _waiting.Remove(caller);
        }

        return true;
    }

    /// <summary>A command that was on its way has ended.</summary>
    public void Leave() => _underWay--;

    /// <summary>Everything that still waits, in the order of its turns; afterwards nothing does.</summary>
    public ImmutableArray<T> Drain()
    {
        var all = _turns.SelectMany(caller => _waiting[caller]).ToImmutableArray();
        _turns.Clear();
        _waiting.Clear();
        _count = 0;
        return all;
    }
}
