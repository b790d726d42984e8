using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// Which reply answers which command. Position alone is not enough: one line may yield no block (a comment), several (an alias,
/// <c>a ; b</c>, <c>if-shell</c>) or a parse error. So what is written ends with a sentinel that prints a word nobody else knows, and
/// whatever came before the sentinel is the reply. Lines that yield exactly one block each (<see cref="CommandRules.SingleReplyLine"/>)
/// share a sentinel, and its coming at any other place than right behind their blocks shows that something is wrong. The first of them is
/// answered by the first block: it need not wait for a sentinel that only checks it. Not thread-safe.
/// </summary>
/// <typeparam name="T">What stands for a waiting caller.</typeparam>
/// <param name="nonce">A word that no reply holds by chance; letters and digits only.</param>
public sealed class ReplyQueue<T>(string nonce)
{
    // Abbreviated on purpose: tmux takes any unambiguous prefix, and a user's command-alias matches whole names only.
    private const string Sentinel = "display-messag -p ";

    private readonly byte[] _anyMark = Encoding.ASCII.GetBytes($"rk-{nonce}-");
    private readonly Queue<Pending> _pending = new();
    private long _next;

    /// <summary>Whether nobody waits for a reply, though a sentinel may still be under way.</summary>
    public bool IsIdle => _pending.Count == 0 || (_pending.Count == 1 && _pending.Peek() is { Exact: true, Callers.Length: 1, Blocks.Count: > 0 });

    /// <summary>Whoever has waited longest; default when nobody waits.</summary>
    public T? Oldest => _pending.TryPeek(out var head) ? head.Callers[0] : default;

    /// <summary>Remembers who waits for a line of which nobody knows how many blocks it yields, and returns the text to write.</summary>
    public string Enqueue(T caller, string line) => Enqueue([caller], [line], exact: false);

    /// <summary>The same for lines that yield one block each.</summary>
    /// <param name="callers">Who waits, one for each line.</param>
    /// <param name="lines">The lines, without line ends.</param>
    public string EnqueueSingles(ImmutableArray<T> callers, IEnumerable<string> lines) => Enqueue(callers, lines, exact: true);

    /// <summary>Takes the next block that answers a line of ours (<see cref="ControlBlock.FromStdin"/>).</summary>
    public ReplyMatch<T> Take(ControlBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!_pending.TryPeek(out var head))
        {
            return new ReplyMatch<T>.Unmatched("a reply came that answers no command");
        }

        if (block.Failed || !block.Body.Span.StartsWith(_anyMark))
        {
            head.Blocks.Add(block);
            return head is { Exact: true, Blocks.Count: 1 }
                ? new ReplyMatch<T>.Answered([new Reply<T>(head.Callers[0], [block])], 0)
                : new ReplyMatch<T>.More();
        }

        if (!block.Body.Span.SequenceEqual(head.Mark))
        {
            return new ReplyMatch<T>.Unmatched("a reply's end never came");
        }

        if (head.Exact && head.Blocks.Count != head.Callers.Length)
        {
            return new ReplyMatch<T>.Unmatched($"{head.Callers.Length} commands had {head.Blocks.Count} replies");
        }

        _pending.Dequeue();
        return new ReplyMatch<T>.Answered(
            head.Exact
                ? [.. head.Callers.Zip(head.Blocks, (caller, reply) => new Reply<T>(caller, [reply])).Skip(1)]
                : [new Reply<T>(head.Callers[0], [.. head.Blocks])],
            head.Callers.Length);
    }

    /// <summary>Everybody who still waits, oldest first; afterwards nobody does.</summary>
    public ImmutableArray<T> Drain()
    {
        var callers = _pending.SelectMany(pending => pending.Callers).ToImmutableArray();
        _pending.Clear();
        return callers;
    }

    private string Enqueue(ImmutableArray<T> callers, IEnumerable<string> lines, bool exact)
    {
        var mark = $"rk-{nonce}-{_next++}";
        _pending.Enqueue(new Pending(callers, Encoding.ASCII.GetBytes(mark), exact));
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.Append(Sentinel).Append(mark).Append('\n').ToString();
    }

    private sealed record Pending(ImmutableArray<T> Callers, byte[] Mark, bool Exact)
    {
        public List<ControlBlock> Blocks { get; } = [];
    }
}

/// <summary>What one caller's command was answered with; it may be no block at all.</summary>
public readonly record struct Reply<T>(T Caller, ImmutableArray<ControlBlock> Blocks);

/// <summary>What a block meant to a <see cref="ReplyQueue{T}"/>.</summary>
public abstract record ReplyMatch<T>
{
    /// <summary>It belongs to the oldest waiting command, whose reply goes on.</summary>
    public sealed record More : ReplyMatch<T>;

    /// <summary>These replies are complete.</summary>
    /// <param name="Replies">What callers get now.</param>
    /// <param name="Ended">How many commands have ended, their sentinel included; some may have been answered before.</param>
    public sealed record Answered(ImmutableArray<Reply<T>> Replies, int Ended) : ReplyMatch<T>;

    /// <summary>
    /// Nobody can tell any more whose replies come: whoever still waits is to be told that, and the connection to be given up.
    /// </summary>
    public sealed record Unmatched(string Reason) : ReplyMatch<T>;
}
