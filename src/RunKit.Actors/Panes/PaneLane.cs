namespace RunKit.Actors.Panes;

/// <summary>Who types into one pane now, and who waits for it: one at a time, in the order they came, and no more than so many. Not thread-safe.</summary>
/// <typeparam name="T">What stands for one that types.</typeparam>
internal sealed class PaneLane<T>
{
    /// <summary>How many may wait.</summary>
    public const int MostWaiting = 16;

    private readonly Queue<T> _waiting = new();

    /// <summary>Somebody types.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Lets one wait for its turn; false when too many do already.</summary>
    public bool TryEnter(T one)
    {
        if (_waiting.Count >= MostWaiting)
        {
            return false;
        }

        _waiting.Enqueue(one);
        return true;
    }

    /// <summary>Whose turn it is now; false while somebody types, and when nobody waits. <see cref="Leave"/> must follow its end.</summary>
    public bool TryNext([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T next)
    {
        next = default;
        if (IsTaken || !_waiting.TryDequeue(out next))
        {
            return false;
        }

        IsTaken = true;
        return true;
    }

    /// <summary>The one whose turn it was has ended.</summary>
    public void Leave() => IsTaken = false;

    /// <summary>All that wait; afterwards nobody does.</summary>
    public IReadOnlyList<T> Drain()
    {
        var all = _waiting.ToArray();
        _waiting.Clear();
        return all;
    }
}
