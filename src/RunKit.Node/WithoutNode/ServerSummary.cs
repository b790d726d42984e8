using System.Globalization;
using RunKit.Tmux.State;

namespace RunKit.Node.WithoutNode;

/// <summary>
/// What a row of <c>ls</c> shows of a server that answers. Only ids and flags are asked for: no name or path, which may hold bytes that are
/// no text, and for which tmux would look at every pane's process.
/// </summary>
internal sealed record ServerSummary(ServerGeneration Generation, string Version, GuardState Guard, StateCounts Counts)
{
    private const string Hidden = SessionState.HiddenPrefix;
    private const string IdentityMark = "server";
    private const string PaneMark = "pane";

    private static TmuxCommand ListPanes => new(
        "list-panes",
        "-a",
        "-F",
        $"{PaneMark} #{{session_id}} #{{window_id}} #{{pane_id}} #{{?#{{m:{Hidden}*,#{{session_name}}}},hidden,-}} #{{?{AnchorNames.Default.KeepaliveOption},kept,-}}");

    /// <summary>Asks who the server is.</summary>
    public static TmuxCommand Identity { get; } = new(
        "display-message", "-p", $"{IdentityMark} #{{pid}} #{{start_time}} #{{version}} #{{?#{{==:#{{{DialScript.GuardOption}}},none}},released,-}}");

    /// <summary>Asks for a row for each pane of each window of each session. A server without sessions would refuse to list any.</summary>
    public static TmuxCommand Panes { get; } = new("if-shell", "-F", "#{session_id}", ListPanes.ToLine());

    /// <summary>Reads both answers; null when they are not in the form asked for.</summary>
    public static ServerSummary? TryRead(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [var first, ..]
            || first.Split(' ') is not [IdentityMark, var pid, var start, var version, var released]
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startNumber))
        {
            return null;
        }

        HashSet<string> sessions = [], windows = [], panes = [];
        var kept = false;
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ') is not [PaneMark, var session, var window, var pane, var hidden, var mark])
            {
                return null;
            }

            kept |= mark == "kept";
            if (hidden == "-")
            {
                sessions.Add(session);
                windows.Add(window);
                panes.Add(pane);
            }
        }

        var guard = kept && released == "-" ? GuardState.Floor : GuardState.None;
        return new ServerSummary(new ServerGeneration(pidNumber, startNumber), version, guard, new StateCounts(sessions.Count, windows.Count, panes.Count));
    }

    /// <summary>The row of a server that was asked just now.</summary>
    public ServerView Fill(ServerView blank) => blank with
    {
        Status = ServerStatus.Connected,
        Generation = Generation,
        Version = Version,
        Guard = Guard,
        Sessions = Counts.Sessions,
        Windows = Counts.Windows,
        Panes = Counts.Panes,
        Since = DateTimeOffset.FromUnixTimeSeconds(Generation.StartTime),
    };
}
