using System.Globalization;
using RunKit.Tmux.Streams;

namespace RunKit.Tmux.Panes;

/// <summary>Where a pane is, and whose its pipe is.</summary>
/// <param name="Generation">Its server.</param>
/// <param name="Session">Its session.</param>
/// <param name="Window">Its window.</param>
/// <param name="Piped">Its output is piped.</param>
/// <param name="Owner">The run that has the pipe; null when it is none of ours.</param>
public sealed record ShellRunReply(ServerGeneration Generation, SessionId Session, WindowId Window, bool Piped, RunId? Owner)
{
    private const int Fields = 6;

    /// <summary>Viewers have the pipe, and do without while a run needs it.</summary>
    public bool IsViewed { get; private init; }

    /// <summary>Reads what <see cref="ShellRunCommands.Ask"/> makes tmux print; null when it is out of shape, and for a pane that is gone.</summary>
    public static ShellRunReply? Read(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.TrimEnd('\n').Split(' ', Fields) is [var pid, var start, var session, var window, var piped, var owner]
            && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            && SessionId.TryParse(session, out var sessionId)
            && WindowId.TryParse(window, out var windowId)
                ? new ShellRunReply(new ServerGeneration(pidNumber, startTime), sessionId, windowId, piped == "1", RunId.TryParse(owner, out var run) ? run : null)
                {
                    IsViewed = owner.StartsWith(StreamCommands.MarkStart, StringComparison.Ordinal),
                }
                : null;
    }
}
