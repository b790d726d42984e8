namespace RunKit.Tmux.ControlMode;

/// <summary>
/// Which reply answers which command. Position alone is not enough: one line may yield no block (a comment), several (an alias,
/// <c>a ; b</c>, <c>if-shell</c>) or a parse error, so each command is followed by a sentinel that prints a word nobody else knows,
/// and whatever came before the sentinel is its reply. Not thread-safe.
/// </summary>
/// <typeparam name="T">What stands for a waiting caller.</typeparam>
/// <param name="nonce">A word that no reply holds by chance; letters and digits only.</param>
public sealed class ReplyQueue<T>(string nonce)
{
    // Abbreviated on purpose: tmux takes any unambiguous prefix, and a user's command-alias matches whole names only.
    private const string Sentinel = "display-messag -p ";

    private readonly Queue<Pending> _pending = new();
    private long _next;

    /// <summary>How many commands wait for their reply.</summary>
    public int Count => _pending.Count;

    /// <summary>Remembers who waits, and returns the text to write: the command's line, then its sentinel's, each with its line end.</summary>
    public string Enqueue(T caller, TmuxCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var mark = $"rk-{nonce}-{_next++}";
        _pending.Enqueue(new Pending(caller, mark));
        return $"{command.ToLine()}\n{Sentinel}{mark}\n";
    }

    /// <summary>Takes the next block that answers a line of ours (<see cref="ControlBlock.FromStdin"/>).</summary>
    public ReplyMatch<T> Take(ControlBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!_pending.TryPeek(out var head))
        {
            return new ReplyMatch<T>.Unexpected();
        }

        if (!block.Failed && head.IsEndedBy(block))
        {
            _pending.Dequeue();
            return new ReplyMatch<T>.Answered(head.Caller, [.. head.Blocks]);
        }

        head.Blocks.Add(block);
        return new ReplyMatch<T>.More();
    }

    /// <summary>Everybody who still waits, oldest first; afterwards nobody does.</summary>
    public ImmutableArray<T> Drain()
    {
        var callers = _pending.Select(pending => pending.Caller).ToImmutableArray();
        _pending.Clear();
        return callers;
    }

    private sealed record Pending(T Caller, string Mark)
    {
        private readonly byte[] _mark = System.Text.Encoding.ASCII.GetBytes(Mark);

        public List<ControlBlock> Blocks { get; } = [];

        public bool IsEndedBy(ControlBlock block) => block.Body.Span.SequenceEqual(_mark);
    }
}

/// <summary>What a block meant to a <see cref="ReplyQueue{T}"/>.</summary>
public abstract record ReplyMatch<T>
{
    /// <summary>It belongs to the oldest waiting command, whose reply goes on.</summary>
    public sealed record More : ReplyMatch<T>;

    /// <summary>It was the sentinel: that command's reply is complete. It may hold no block at all.</summary>
    public sealed record Answered(T Caller, ImmutableArray<ControlBlock> Blocks) : ReplyMatch<T>;

    /// <summary>Nobody waits for it: the connection no longer knows whose replies it reads.</summary>
    public sealed record Unexpected : ReplyMatch<T>;
}
