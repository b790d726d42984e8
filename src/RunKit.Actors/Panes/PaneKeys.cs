using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Presses keys in a pane.</summary>
public static class PaneKeys
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(10);

    /// <summary>Presses them, all in one step of the server.</summary>
    public static async Task<SendOutcome> PressAsync(PanePorts ports, PaneAddress pane, KeysRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        if (KeyName.Problem(request.Keys) is { } problem)
        {
            return new SendOutcome.Refused(problem);
        }

        switch (await ports.Commands.LookAsync(nonce => PaneCommands.Look(pane.Pane, nonce), 1, StepLimit, cancellationToken).ConfigureAwait(false))
        {
            case PaneLook.Seen { Reply.Facts: var facts }:
                return Objection(facts, request) is { } objection
                    ? new SendOutcome.Refused(objection)
                    : await PressAsync(ports, facts, request, cancellationToken).ConfigureAwait(false);
            case PaneLook.Failed failed:
                return new SendOutcome.Refused(failed.Reason);
            default:
                return new SendOutcome.Refused($"there is no pane {pane}");
        }
    }

    private static string? Objection(PaneFacts facts, KeysRequest request) => SendGuard.Closed(facts)
        ?? (facts.Synchronized && !request.Synchronized
            ? "keys go to all panes of its window (synchronize-panes); say --synchronized if that is meant"
            : null);

    private static async Task<SendOutcome> PressAsync(PanePorts ports, PaneFacts facts, KeysRequest request, CancellationToken cancellationToken)
    {
        var commands = new SendCommands(facts, PaneLooks.Nonce());
        return await ports.Commands.RunAsync(commands.Keys(request.Keys, request.Synchronized), null, StepLimit, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed done when commands.WasTyped(done.Output) => new SendOutcome.Delivered(SendEvidence.Pressed),
            CommandOutcome.Completed => new SendOutcome.Refused("another program is in the pane now, or it has ended just now, or keys go to all panes of its window"),
            CommandOutcome.Failed failed => new SendOutcome.Refused($"tmux: {failed.Words}"),
            CommandOutcome.NotSent not => new SendOutcome.Refused(not.Reason),
            CommandOutcome.Unknown unknown => new SendOutcome.Unknown(unknown.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
