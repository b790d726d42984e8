namespace RunKit.Tmux.Panes;

/// <summary>
/// Which rows of a pane's history are read next, from the youngest to the oldest, while its program may go on printing: that pushes rows up,
/// and each page begins where the one before it ended all the same. Where tmux has dropped old rows meanwhile, nobody can tell which rows are
/// which any more, and the reading ends there. Not thread-safe.
/// </summary>
public sealed class HistoryPages
{
    private const int MostVainPages = 20;

    private readonly long _wanted;
    private readonly List<ImmutableArray<string>> _pages = [];
    private readonly int _width;
    private long _size;

    // How many rows came in during a page that brought none but those: the next one reaches so much further back.
    private long _margin;
    private int _vainPages;

    // The oldest row that has been read, counted from the oldest of the history.
    private long _oldest;

    /// <param name="facts">The pane when its screen was read.</param>
    /// <param name="wanted">How many rows of history are wanted.</param>
    /// <param name="read">How many of them were read with the screen.</param>
    public HistoryPages(PaneFacts facts, long wanted, int read)
    {
        ArgumentNullException.ThrowIfNull(facts);
        (_size, _width) = (facts.HistorySize, facts.Size.Width);
        _oldest = _size - Math.Max(0, read);
        _wanted = Math.Max(0, _size - wanted);
    }

    /// <summary>Rows went out of the history before they were read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>All that was taken, the oldest row first.</summary>
    public IEnumerable<string> Rows => Enumerable.Reverse(_pages).SelectMany(page => page);

    /// <summary>The rows to read next, as <c>capture-pane</c> counts them: -1 is the youngest. Null when all is read.</summary>
    public (long From, long To)? Next(int rows) => IsCut || _oldest <= _wanted
        ? null
        : (Math.Max(_oldest - rows, _wanted) - _size - _margin, _oldest - 1 - _size);

    /// <summary>Takes what was read for the last <see cref="Next"/>.</summary>
    /// <param name="facts">The pane when they were read.</param>
    /// <param name="rows">The rows.</param>
    public void Take(PaneFacts facts, ImmutableArray<string> rows)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var pushed = facts.HistorySize - _size;
        _size = facts.HistorySize;
        if (pushed < 0 || facts.Size.Width != _width || (pushed >= rows.Length && ++_vainPages > MostVainPages))
        {
            IsCut = true;
            return;
        }

        if (pushed >= rows.Length)
        {
            _margin = pushed * 2;
            return;
        }

        // The page was asked for by distances from the youngest row: as many rows as came in since are at its end and were read before.
        rows = rows.RemoveRange(rows.Length - (int)pushed, (int)pushed);
        rows = rows.RemoveRange(0, (int)Math.Clamp(_wanted - (_oldest - rows.Length), 0, rows.Length));
        _pages.Add(rows);
        _oldest -= rows.Length;
        _margin = 0;
    }
}
