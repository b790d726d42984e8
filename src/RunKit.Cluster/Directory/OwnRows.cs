using RunKit.Cluster.Links;
using RunKit.ControlPlane.Servers;

namespace RunKit.Cluster.Directory;

/// <summary>This node's own rows, and how they are told to the others.</summary>
/// <param name="Life">Which start of this directory it is.</param>
/// <param name="Sequence">Counts the changes.</param>
/// <param name="Views">The rows, by server.</param>
internal sealed record OwnRows(long Life, long Sequence, ImmutableSortedDictionary<string, ServerView> Views)
{
    /// <summary>What the rows of one piece may have, as JSON: it is sealed and written as Base64 then, and a frame has 128,000 bytes.</summary>
    public const int MostBytes = 48 * 1024;

    public static OwnRows Begin(long life) => new(life, 0, ImmutableSortedDictionary.Create<string, ServerView>(StringComparer.Ordinal));

    /// <summary>The rows as they are now, and the change to them; null when nothing has changed.</summary>
    public (OwnRows Rows, Delta? Delta) Become(ImmutableArray<ServerView> now)
    {
        var next = Views.Clear().SetItems(now.Select(view => KeyValuePair.Create(view.Name, view)));
        ImmutableArray<ServerView> changed = [.. next.Values.Where(view => !Views.TryGetValue(view.Name, out var before) || before != view)];
        ImmutableArray<string> gone = [.. Views.Keys.Where(name => !next.ContainsKey(name))];
        if (changed.IsEmpty && gone.IsEmpty)
        {
            return (this, null);
        }

        var rows = this with { Sequence = Sequence + 1, Views = next };
        return (rows, new Delta(Life, rows.Sequence, changed, gone));
    }

    /// <summary>All rows in pieces; there is one at least.</summary>
    public ImmutableArray<SummaryPiece> Pieces()
    {
        List<List<ServerView>> pieces = [[]];
        var bytes = 0;
        foreach (var view in Views.Values)
        {
            var size = ServerViewJson.Write([view]).Length;
            if (bytes + size > MostBytes && pieces[^1].Count > 0)
            {
                pieces.Add([]);
                bytes = 0;
            }

            pieces[^1].Add(view);
            bytes += size;
        }

        return [.. pieces.Select((rows, index) => new SummaryPiece(Life, Sequence, index, pieces.Count, [.. rows]))];
    }

    /// <summary>Whether a change fits into one message; of one that does not the summary is sent.</summary>
    public static bool Fits(Delta delta) => ServerViewJson.Write(delta.Rows).Length + delta.Gone.Sum(name => name.Length + 3) <= MostBytes;
}
