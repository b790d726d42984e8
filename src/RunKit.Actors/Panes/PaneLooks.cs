using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Looks at panes, each time in one step of their server.</summary>
public static class PaneLooks
{
    // What tmux says of a target that is not there, in all releases.
    private const string NoTarget = "can't find ";

    /// <summary>A mark that no program can guess.</summary>
    public static string Nonce() => "rk" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Runs a line of <see cref="PaneCommands"/> and reads what it printed.</summary>
    /// <param name="commands">Runs it.</param>
    /// <param name="line">Makes it from its mark.</param>
    /// <param name="parts">How many parts it has.</param>
    /// <param name="deadline">How long it may take.</param>
    public static async Task<PaneLook> LookAsync(
        this IPaneCommands commands, Func<string, TmuxCommandLine> line, int parts, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(line);
        var nonce = Nonce();
        return await commands.RunAsync(line(nonce), null, deadline, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed { Cut: true } => new PaneLook.Failed("the pane holds more than can be read at once"),
            CommandOutcome.Completed done when PaneReply.TryRead(done.Output, nonce, parts, out var reply) => new PaneLook.Seen(reply),
            CommandOutcome.Completed => new PaneLook.Failed("tmux's answer is not what was asked for"),
            CommandOutcome.Failed failed when failed.Words.StartsWith(NoTarget, StringComparison.Ordinal) => new PaneLook.Gone(),
            CommandOutcome.Failed failed => new PaneLook.Failed($"tmux: {failed.Words}"),
            CommandOutcome.NotSent not => new PaneLook.Failed(not.Reason),
            CommandOutcome.Unknown unknown => new PaneLook.Failed(unknown.Reason),
            var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
        };
    }
}
