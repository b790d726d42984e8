using RunKit.ControlPlane.Streams;
using RunKit.Tmux.Streams;

namespace RunKit.Actors.Streams;

/// <summary>
/// What a pane has printed last, and who reads it from where. The bytes are kept once for all; a viewer that falls out of them is shown the pane again,
/// and no other notices. Safe to use from any thread.
/// </summary>
internal sealed class FeedViewers
{
    /// <summary>How far a viewer may fall behind.</summary>
    public const int MostBehind = 256 * 1024;

    private const string TooSlow = "this viewer reads more slowly than the pane prints";

    private readonly Lock _lock = new();
    private readonly StreamLog _log = new(MostBehind);
    private readonly List<FeedViewer> _viewers = [];
    private TaskCompletionSource _changed = New();
    private TaskCompletionSource _wished = New();
    private (PaneSnapshot Snapshot, long Position, int History)? _base;
    private string? _ended;

    /// <summary>How much has been printed in all.</summary>
    public long Printed
    {
        get
        {
            lock (_lock)
            {
                return _log.End;
            }
        }
    }

    /// <summary>Completes when a viewer waits for a snapshot, and when a viewer has gone.</summary>
    public Task Wished
    {
        get
        {
            lock (_lock)
            {
                return _wished.Task;
            }
        }
    }

    /// <summary>How many rows of history the viewers want.</summary>
    public int History
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Select(viewer => viewer.History).DefaultIfEmpty().Max();
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Count == 0;
            }
        }
    }

    /// <summary>Whether somebody waits for a first snapshot that goes on with what is printed.</summary>
    public bool NeedSnapshot
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Exists(viewer => !viewer.HasBegun);
            }
        }
    }

    /// <summary>Whether a slow one could go on with what is printed, if it stopped being printed for a moment.</summary>
    public bool HaveSlow
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Exists(viewer => viewer.IsSlow);
            }
        }
    }

    /// <summary>Adds a viewer; false when the feed is over.</summary>
    public bool TryAdd(FeedViewer viewer)
    {
        lock (_lock)
        {
            if (_ended is not null)
            {
                return false;
            }

            _viewers.Add(viewer);
            if (_base is var (snapshot, position, history) && position >= _log.Start && history >= viewer.History)
            {
                Begin(viewer, snapshot, position, null);
            }
            else
            {
                Signal(ref _wished);
            }

            return true;
        }
    }

    public void Remove(FeedViewer viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            Signal(ref _wished);
        }
    }

    /// <summary>The pane printed something.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _log.Append(bytes);
            Signal(ref _changed);
        }
    }

    /// <summary>A snapshot from which what is printed goes on.</summary>
    /// <param name="seamless">Who reads on misses nothing: only those that wait for a snapshot get it.</param>
    /// <param name="reason">Why the others get it.</param>
    public void Publish(PaneSnapshot snapshot, int history, bool seamless, string reason)
    {
        lock (_lock)
        {
            _base = (snapshot, _log.End, history);
            foreach (var viewer in _viewers.Where(viewer => !seamless || !viewer.HasBegun || viewer.IsSlow))
            {
                Begin(viewer, snapshot, _log.End, viewer.HasBegun ? reason : null);
            }

            Signal(ref _changed);
        }
    }

    /// <summary>A snapshot that nothing follows but the next one.</summary>
    public void Show(PaneSnapshot snapshot, string reason)
    {
        lock (_lock)
        {
            _base = null;
            foreach (var viewer in _viewers)
            {
                viewer.Next = new PaneStreamEvent.Snapshot(snapshot, viewer.HasBegun ? reason : null);
                (viewer.HasBegun, viewer.Position, viewer.IsSlow) = (true, null, false);
            }

            Signal(ref _changed);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End(string reason)
    {
        lock (_lock)
        {
            _ended ??= reason;
            Signal(ref _changed);
        }
    }

    /// <summary>Ends it if nobody is there; a viewer that comes later begins another.</summary>
    public bool TryEndEmpty()
    {
        lock (_lock)
        {
            if (_viewers.Count > 0)
            {
                return false;
            }

            _ended ??= "nobody looks";
            return true;
        }
    }

    /// <summary>What a viewer gets next, and what it waits for where there is nothing: a slow one is to be shown the pane.</summary>
    public (PaneStreamEvent? Next, Task Changed) Take(FeedViewer viewer)
    {
        lock (_lock)
        {
            if (viewer.Next is { } snapshot)
            {
                viewer.Next = null;
                return (snapshot, Task.CompletedTask);
            }

            if (viewer.Position < _log.Start)
            {
                (viewer.Position, viewer.IsSlow) = (null, true);
                Signal(ref _wished);
            }

            if (viewer.Position is { } position && _log.Read(position) is { IsEmpty: false } bytes)
            {
                viewer.Position = position + bytes.Length;
                return (new PaneStreamEvent.Output(bytes), Task.CompletedTask);
            }

            if (_ended is not null && !viewer.IsOver)
            {
                viewer.IsOver = true;
                return (new PaneStreamEvent.Ended(_ended), Task.CompletedTask);
            }

            return (null, _changed.Task);
        }
    }

    /// <summary>A slow viewer was shown the pane by itself.</summary>
    public static PaneStreamEvent.Snapshot Slow(PaneSnapshot snapshot) => new(snapshot with { Note = TooSlow }, TooSlow);

    private static void Begin(FeedViewer viewer, PaneSnapshot snapshot, long position, string? reason)
    {
        viewer.Next = new PaneStreamEvent.Snapshot(snapshot, reason);
        (viewer.HasBegun, viewer.Position, viewer.IsSlow, viewer.Shown) = (true, position, false, null);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Signal(ref TaskCompletionSource source)
    {
        source.TrySetResult();
        source = New();
    }
}
