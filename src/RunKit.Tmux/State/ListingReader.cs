namespace RunKit.Tmux.State;

/// <summary>
/// Reads the listings of one server, one after the other. Most replies say what they said before, byte by byte: those are not read again, and
/// what they alone tell is the very same object as in the state before. Not thread-safe.
/// </summary>
public sealed class ListingReader
{
    private ImmutableArray<Reply> _replies = [];
    private ListingRows _rows;
    private ServerState _state = ServerState.Empty;

    /// <summary>Reads a whole listing. One that cannot be read leaves what was read before as it is.</summary>
    /// <param name="bodies">The replies to <see cref="StateReader.Commands"/>, in that order.</param>
    /// <param name="state">What they tell; empty when they cannot be read.</param>
    /// <param name="problem">Why they cannot be read; empty when they can.</param>
    public bool TryRead(ImmutableArray<ReadOnlyMemory<byte>> bodies, out ServerState state, out string problem)
    {
        state = ServerState.Empty;
        if (bodies.Length != StateReader.Parts)
        {
            problem = $"tmux's listing has {bodies.Length} replies to {StateReader.Parts} questions";
            return false;
        }

        var replies = ImmutableArray.CreateBuilder<Reply>(bodies.Length);
        foreach (var body in bodies)
        {
            if (!TryRead(body, replies.Count, out var reply, out problem))
            {
                return false;
            }

            replies.Add(reply);
        }

        return TryTake(replies.MoveToImmutable(), out state, out problem);
    }

    private bool TryRead(ReadOnlyMemory<byte> body, int place, out Reply reply, out string problem)
    {
        problem = "";
        if (!_replies.IsEmpty && _replies[place].Body.Span.SequenceEqual(body.Span))
        {
            reply = _replies[place];
            return true;
        }

        var reader = new StateReader();
        reply = new Reply(default, reader.Rows);
        if (!reader.TryTake(body.Span, out problem))
        {
            return false;
        }

        // A copy: the whole listing that it is a part of can go.
        reply = new Reply(body.ToArray(), reader.Rows);

        var (windows, panes, clients, buffers) = reader.Rows.Count;
        int[] counts = [windows, panes, clients, buffers];
        problem = counts.Sum() == counts[place] ? "" : $"part {place + 1} of tmux's listing has rows that belong elsewhere";
        return problem.Length == 0;
    }

    private bool TryTake(ImmutableArray<Reply> replies, out ServerState state, out string problem)
    {
        (state, problem) = (_state, "");
        if (replies.SequenceEqual(_replies))
        {
            return true;
        }

        var rows = new ListingRows(replies[0].Rows.Windows, replies[1].Rows.Panes, replies[2].Rows.Clients, replies[3].Rows.Buffers);
        if (!StateBuilder.TryBuild(rows, _rows, _state, out state, out problem))
        {
            return false;
        }

        (_replies, _rows, _state) = (replies, rows, state);
        return true;
    }

    private sealed record Reply(ReadOnlyMemory<byte> Body, StateRows Rows);
}
