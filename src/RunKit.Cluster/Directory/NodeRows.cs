using RunKit.Cluster.Links;

namespace RunKit.Cluster.Directory;

/// <summary>The rows of one node as another has them: a summary, and what has changed since.</summary>
/// <param name="Life">Which start of that node's directory they are of; 0 of none.</param>
/// <param name="Sequence">How far they are.</param>
/// <param name="Views">The rows, by server.</param>
internal sealed record NodeRows(long Life, long Sequence, ImmutableSortedDictionary<string, ServerView> Views)
{
    /// <summary>More rows than any node tells of are refused.</summary>
    public const int MostPieces = 1000;

    /// <summary>Nothing has been told.</summary>
    public static NodeRows None { get; } = new(0, 0, ImmutableSortedDictionary.Create<string, ServerView>(StringComparer.Ordinal));

    // The summary that is coming in: its pieces so far.
    private ImmutableArray<SummaryPiece> Coming { get; init; } = [];

    /// <summary>Takes a piece of a summary in. Rows change when the last is there.</summary>
    public NodeRows With(SummaryPiece piece)
    {
        if (piece.Count is < 1 or > MostPieces || piece.Index < 0 || piece.Index >= piece.Count)
        {
            return this;
        }

        var coming = Coming.Where(other => other.Life == piece.Life && other.Sequence == piece.Sequence && other.Count == piece.Count && other.Index != piece.Index)
            .Append(piece).ToImmutableArray();
        return coming.Length < piece.Count
            ? this with { Coming = coming }
            : new NodeRows(piece.Life, piece.Sequence, Views.Clear().SetItems(coming.SelectMany(each => each.Rows).Select(row => KeyValuePair.Create(row.Name, row))));
    }

    /// <summary>Takes a change in; false when something before it is missing, and the summary must be asked for.</summary>
    public bool TryApply(Delta delta, out NodeRows rows)
    {
        rows = this;
        if (delta.Life == Life && delta.Sequence <= Sequence)
        {
            return true;
        }

        if (delta.Life != Life || delta.Sequence != Sequence + 1)
        {
            return false;
        }

        rows = this with
        {
            Sequence = delta.Sequence,
            Views = Views.RemoveRange(delta.Gone).SetItems(delta.Rows.Select(row => KeyValuePair.Create(row.Name, row))),
        };
        return true;
    }

    /// <summary>Whether that is as far as the node is.</summary>
    public bool IsAt(long life, long sequence) => life == Life && sequence <= Sequence;
}
