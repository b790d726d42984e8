using RunKit.Actors.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.Tmux.Streams;

namespace RunKit.Actors.Streams;

/// <summary>What a look at a pane came to, with the beginning of its pipe or without.</summary>
internal abstract record StreamLook
{
    /// <summary>This is the pane.</summary>
    /// <param name="State">What its stream depends on.</param>
    /// <param name="Snapshot">The pane for a viewer.</param>
    public sealed record Seen(PipedPane State, PaneSnapshot Snapshot) : StreamLook;

    /// <summary>There is no such pane.</summary>
    public sealed record Gone : StreamLook;

    /// <summary>Nothing is known.</summary>
    public sealed record Failed(string Reason) : StreamLook;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Looks at a pane.</summary>
    /// <param name="line">Makes the line from its mark.</param>
    public static async Task<StreamLook> TakeAsync(
        StreamPorts ports, PaneAddress pane, Func<string, TmuxCommandLine> line, CancellationToken cancellationToken) =>
        await ports.Commands.LookAsync(line, StreamCommands.Parts, Deadline, cancellationToken).ConfigureAwait(false) switch
        {
            PaneLook.Seen { Reply: var reply } when reply.Parts[^1] is [var modes] && PaneModes.Read(modes) is { } read => new Seen(
                read.State,
                new PaneSnapshot(
                    pane.Server.Value, pane.Pane, reply.Facts.Size, Live: false, null, reply.Facts.Alternate, reply.Facts.Dead, reply.Facts.Command, reply.Facts.Title,
                    TerminalRestore.Build(reply, read))),
            PaneLook.Seen => new Failed("tmux's answer is not what was asked for"),
            PaneLook.Failed failed => new Failed(failed.Reason),
            _ => new Gone(),
        };

    /// <summary>What may have changed; null when the pane is gone, or nothing is known.</summary>
    public static async Task<PipedPane?> WatchAsync(StreamPorts ports, PaneAddress pane, CancellationToken cancellationToken) =>
        await ports.Commands.RunAsync(StreamCommands.Watch(pane.Pane), null, Deadline, cancellationToken).ConfigureAwait(false) is CommandOutcome.Completed done
            ? PipedPane.Read(done.Output)
            : null;
}
