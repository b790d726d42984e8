using RunKit.Tmux.ControlMode;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Reads the listings of one connection, for many callers.</summary>
internal sealed class ListingCache
{
    private readonly Lock _gate = new();
    private readonly ListingReader _reader = new();

    public ListOutcome Read(ImmutableArray<ControlBlock> blocks)
    {
        if (blocks.Any(block => block.Cut))
        {
            return new ListOutcome.Failed("tmux's listing is longer than what is kept of a reply");
        }

        lock (_gate)
        {
            return _reader.TryRead([.. blocks.Select(block => block.Body)], out var state, out var problem)
                ? new ListOutcome.Listed(state)
                : new ListOutcome.Failed(problem);
        }
    }
}
