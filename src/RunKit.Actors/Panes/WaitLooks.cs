using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Looks at the panes of waiters: as few command lines as it takes, and their terminals.</summary>
public static class WaitLooks
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>A look for each waiter; null, and why, where the server does not tell.</summary>
    public static async Task<(ImmutableArray<WaitLook>? Looks, string Problem)> TakeAsync(
        PanePorts ports, IReadOnlyList<WaitAsk> asks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(asks);
        var looks = ImmutableArray.CreateBuilder<WaitLook>(asks.Count);
        foreach (var chunk in asks.Chunk(WaitCommands.MostAtOnce))
        {
            (PaneId, WaitRows?)[] wanted = [.. chunk.Select(ask => (ask.Pane, ask.Rows))];
            var nonce = $"look-{RunId.New()}";
            var outcome = await ports.Commands.RunAsync(WaitCommands.Look(wanted, nonce), null, Deadline, cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case CommandOutcome.Completed { Cut: false } done:
                    looks.AddRange(WithTerminals(ports.Terminals, chunk, WaitCommands.Read(done.Output, wanted, nonce)));
                    break;

                // A pane was gone, and the line ended there.
                case CommandOutcome.Failed failed:
                    looks.AddRange(WithTerminals(ports.Terminals, chunk, WaitCommands.Read(failed.Output, wanted, nonce)));
                    break;
                case CommandOutcome.NotSent not:
                    return (null, not.Reason);
                case CommandOutcome.Unknown unknown:
                    return (null, unknown.Reason);
                default:
                    return (null, "the panes show more than can be looked at");
            }
        }

        return (looks.ToImmutable(), "");
    }

    private static IEnumerable<WaitLook> WithTerminals(IPaneTerminals terminals, WaitAsk[] asks, ImmutableArray<WaitLook> looks) =>
        looks.Select((look, index) => asks[index].NeedsTerminal && look.Facts is { Dead: false } facts ? look with { Terminal = terminals.Read(facts.Tty, facts.Pid) } : look);
}

/// <summary>What one waiter wants to see.</summary>
/// <param name="Pane">The pane.</param>
/// <param name="Rows">Its rows; null for none.</param>
/// <param name="NeedsTerminal">Its terminal too.</param>
public sealed record WaitAsk(PaneId Pane, WaitRows? Rows, bool NeedsTerminal);
