using RunKit.Cluster.Links;

namespace RunKit.Cluster.Directory;

/// <summary>
/// What this node knows of the others. It outlives the actor system that fills it: a system that was made anew finds what was known, and its
/// readers see no gap. Safe for use by many threads.
/// </summary>
internal sealed class NodeTable(TimeProvider time)
{
    private static readonly TimeSpan RowsKept = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, Entry> _entries = ImmutableSortedDictionary.Create<string, Entry>(StringComparer.Ordinal);

    /// <summary>Is told of each node that joins, is lost, comes back or leaves.</summary>
    public Action<string, NodeEventKind>? Happened { get; set; }

    /// <summary>The others, by name.</summary>
    public ImmutableArray<NodeView> Views() => [.. Volatile.Read(ref _entries).Values.Select(entry => entry.View with { Servers = entry.Rows.Views.Count })];

    /// <summary>Their servers. Of a node that has not been reached for an hour nothing is told any more.</summary>
    public ImmutableArray<ServerView> Servers()
    {
        var now = time.GetUtcNow();
        return
        [
            .. from entry in Volatile.Read(ref _entries).Values
               let lost = entry.View.State == NodeState.Unreachable
               where !lost || now - entry.View.Since <= RowsKept
               from row in entry.Rows.Views.Values
               select lost ? row with { NodeUnreachableSince = entry.View.Since } : row,
        ];
    }

    /// <summary>One of them; null when there is none of that name.</summary>
    public NodeView? Find(string name) => Volatile.Read(ref _entries).GetValueOrDefault(name)?.View;

    /// <summary>The node at an address; null when none is known there.</summary>
    public string? At(string address) => Volatile.Read(ref _entries).Values.FirstOrDefault(entry => entry.View.Address == address)?.View.Name;

    /// <summary>A node is reached, and has proved its name.</summary>
    public void Reached(string name, string address)
    {
        var before = Find(name);
        Change(name, entry => (entry ?? Entry.Of(name, address, time.GetUtcNow())).In(NodeState.Up, time.GetUtcNow()) is var up
            ? up with { View = up.View with { Address = address, Problem = null } }
            : null);
        if (before is null)
        {
            Happened?.Invoke(name, NodeEventKind.Joined);
        }
        else if (before.State != NodeState.Up)
        {
            Happened?.Invoke(name, NodeEventKind.Reachable);
        }
    }

    /// <summary>A node does not answer.</summary>
    public void Lost(string name, string? problem = null)
    {
        if (Find(name) is not { State: not NodeState.Unreachable })
        {
            return;
        }

        Change(name, entry => entry?.In(NodeState.Unreachable, time.GetUtcNow()) is { } lost ? lost with { View = lost.View with { Problem = problem, RoundTripMs = null } } : null);
        Happened?.Invoke(name, NodeEventKind.Unreachable);
    }

    /// <summary>A node has left, or was taken out.</summary>
    public void Left(string name)
    {
        if (Find(name) is not null)
        {
            Change(name, _ => null);
            Happened?.Invoke(name, NodeEventKind.Left);
        }
    }

    /// <summary>This node has left: it knows of no other.</summary>
    public void Clear()
    {
        foreach (var view in Views())
        {
            Left(view.Name);
        }
    }

    /// <summary>None is reached: this node is in no cluster now.</summary>
    public void AllLost(string problem)
    {
        foreach (var view in Views())
        {
            Lost(view.Name, problem);
        }
    }

    /// <summary>What a node told of itself.</summary>
    public void Tell(string name, Func<NodeView, NodeView> told) => Change(name, entry => entry is null ? null : entry with { View = told(entry.View) });

    /// <summary>Takes a piece of a node's summary in.</summary>
    public void Apply(string name, SummaryPiece piece) => Change(name, entry => entry is null ? null : entry with { Rows = entry.Rows.With(piece) });

    /// <summary>Takes a change in; false when something before it is missing.</summary>
    public bool TryApply(string name, Delta delta)
    {
        var fits = true;
        Change(name, entry =>
        {
            if (entry is null)
            {
                return null;
            }

            fits = entry.Rows.TryApply(delta, out var rows);
            return entry with { Rows = rows };
        });
        return fits;
    }

    /// <summary>Whether all that a node has told of is here.</summary>
    public bool IsAt(string name, long life, long sequence) => Volatile.Read(ref _entries).GetValueOrDefault(name)?.Rows.IsAt(life, sequence) ?? false;

    private void Change(string name, Func<Entry?, Entry?> change)
    {
        lock (_gate)
        {
            var next = change(_entries.GetValueOrDefault(name));
            Volatile.Write(ref _entries, next is null ? _entries.Remove(name) : _entries.SetItem(name, next));
        }
    }

    private sealed record Entry(NodeView View, NodeRows Rows)
    {
        public static Entry Of(string name, string address, DateTimeOffset now) => new(new NodeView(name, address, NodeState.Joining, null, 0, now), NodeRows.None);

        public Entry In(NodeState state, DateTimeOffset now) => View.State == state ? this : this with { View = View with { State = state, Since = now } };
    }
}
