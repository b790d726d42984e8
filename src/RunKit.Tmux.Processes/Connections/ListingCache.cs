using RunKit.Tmux.ControlMode;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Reads listings. Most say what the one before said, byte by byte: then the state is the same, and nothing is read again.</summary>
internal sealed class ListingCache
{
    private readonly Lock _gate = new();
    private ImmutableArray<ReadOnlyMemory<byte>> _bodies = [];
    private ServerState? _state;

    public ListOutcome Read(ImmutableArray<ControlBlock> blocks)
    {
        if (blocks.Length != StateReader.Commands.Length || blocks.Any(block => block.Cut))
        {
            return new ListOutcome.Failed("tmux's listing is not one whole reply to each question");
        }

        lock (_gate)
        {
            if (_state is null || !IsTheSame(blocks))
            {
                var reader = new StateReader();
                foreach (var block in blocks)
                {
                    if (!reader.TryTake(block.Body.Span, out var problem))
                    {
                        return new ListOutcome.Failed(problem);
                    }
                }

                if (!reader.TryBuild(out var state, out var mismatch))
                {
                    return new ListOutcome.Failed(mismatch);
                }

                (_state, _bodies) = (state, [.. blocks.Select(block => block.Body)]);
            }

            return new ListOutcome.Listed(_state);
        }
    }

    private bool IsTheSame(ImmutableArray<ControlBlock> blocks)
    {
        for (var i = 0; i < blocks.Length; i++)
        {
            if (!blocks[i].Body.Span.SequenceEqual(_bodies[i].Span))
            {
                return false;
            }
        }

        return true;
    }
}
