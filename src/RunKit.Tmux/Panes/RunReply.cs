using System.Globalization;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>Reads what the lines of <see cref="RunCommands"/> print.</summary>
public static class RunReply
{
    private const int MadeFields = 7;
    private const int SessionFields = 3;

    /// <summary>The session that was used last, hidden ones aside; null when there is none.</summary>
    public static SessionId? MostRecentSession(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        SessionId? recent = null;
        var latest = long.MinValue;
        foreach (var line in output.Split('\n'))
        {
            if (line.Split(' ', SessionFields) is [var at, var id, var name]
                && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var activity)
                && SessionId.TryParse(id, out var session)
                && !name.StartsWith(SessionState.HiddenPrefix, StringComparison.Ordinal)
                && activity > latest)
            {
                (recent, latest) = (session, activity);
            }
        }

        return recent;
    }

    /// <summary>The session of a pane; null when there is no such pane.</summary>
    public static SessionId? Session(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return SessionId.TryParse(output.TrimEnd('\n'), out var session) ? session : null;
    }

    /// <summary>Whether a run's pane is there and its output goes to the file; null when that cannot be told.</summary>
    public static bool? IsPiped(string output, RunId id)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.TrimEnd('\n').Split(' ') is [var run, var piped] && run == id.ToString() ? piped == "1" : null;
    }

    /// <summary>Reads which window was made; false when none was.</summary>
    public static bool TryReadMade(string output, string nonce, out MadeWindow made)
    {
        ArgumentNullException.ThrowIfNull(output);
        made = null!;
        foreach (var line in output.Split('\n'))
        {
            if (line.StartsWith($"{nonce} ", StringComparison.Ordinal)
                && line[(nonce.Length + 1)..].Split(' ', MadeFields) is [var pid, var start, var session, var window, var pane, var panePid, var terminal]
                && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
                && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                && SessionId.TryParse(session, out var sessionId)
                && WindowId.TryParse(window, out var windowId)
                && PaneId.TryParse(pane, out var paneId)
                && int.TryParse(panePid, NumberStyles.None, CultureInfo.InvariantCulture, out var panePidNumber)
                && terminal.StartsWith('/'))
            {
                made = new MadeWindow(new ServerGeneration(pidNumber, startTime), sessionId, windowId, paneId, panePidNumber, terminal);
                return true;
            }
        }

        return false;
    }
}

/// <summary>A window that was made for a run.</summary>
/// <param name="Generation">Its server.</param>
/// <param name="Session">The session it was made in.</param>
/// <param name="Window">The window.</param>
/// <param name="Pane">Its pane.</param>
/// <param name="PanePid">The process that tmux started in it.</param>
/// <param name="Terminal">The path of its terminal.</param>
public sealed record MadeWindow(ServerGeneration Generation, SessionId Session, WindowId Window, PaneId Pane, int PanePid, string Terminal);
