using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.Commands;

/// <summary>What a guarded server is given, and how it is taken back. Each list of commands is one step of the server.</summary>
/// <param name="anchor">The anchor's names.</param>
/// <param name="hooks">The hooks that hint at changes.</param>
public sealed class GuardCommands(AnchorNames anchor, HintHooks hooks)
{
    /// <summary>
    /// The hidden variable of the global environment that says RunKit was sent away: <c>none</c>. tmux shows it to nobody who does not ask for
    /// hidden ones, and gives it to no program.
    /// </summary>
    public const string ReleasedVariable = "RK_CTL_GUARD";

    /// <summary>The server option that keeps what <c>exit-empty</c> was before the first guard.</summary>
    public const string SavedExitEmptyOption = "@rk_ctl_exit_empty";

    /// <summary>A global <c>window-size</c> that makes tmux up to 3.6b crash at the next new session with nobody attached.</summary>
    private const string FatalWindowSize = "manual";

    // People do land in it: it says what it is, reads nothing, and ends with the session.
    private const string Words =
        "This session is RunKit's: it keeps the tmux server alive while no other session is there. Leave it with: tmux switch-client -n";

    /// <summary>
    /// The anchor with its mark, which names the pane that is ours. It fails where a session of that name exists, and then changes nothing.
    /// </summary>
    /// <param name="windowSize">The server's global <c>window-size</c>.</param>
    /// <param name="session">The name to give it.</param>
    public IEnumerable<TmuxCommand> MakeAnchor(string windowSize, string session)
    {
        var target = $"={session}:";
        TmuxCommand[] make =
        [
            TmuxCommand.Unaliased("new-session", "-d", "-s", session, "-x", "80", "-y", "24", "sh", "-c", "printf '%s\\n' \"$0\"; exec tail -f /dev/null", Words),
            TmuxCommand.Unaliased("set-option", "-F", "-t", target, anchor.KeepaliveOption, "#{pane_id}"),
            TmuxCommand.Unaliased("set-option", "-t", target, "destroy-unattached", "off"),
            TmuxCommand.Unaliased("set-option", "-t", target, "detach-on-destroy", "on"),
        ];
        if (windowSize != FatalWindowSize)
        {
            return make;
        }

        // In a line of its own, so that its failure does not keep the user's setting from coming back.
        return
        [
            TmuxCommand.Unaliased("set-option", "-gw", "window-size", "latest"),
            TmuxCommand.Unaliased("if-shell", "-F", "1", string.Join(" ; ", make.Select(command => command.ToLine()))),
            TmuxCommand.Unaliased("set-option", "-gw", "window-size", FatalWindowSize),
        ];
    }

    /// <summary>The server options of the guard, the hooks that are missing, and a signal that ends what an earlier plane left waiting.</summary>
    /// <param name="standing">Which hooks stand, as <see cref="HintHooks.Format"/> says.</param>
    public IEnumerable<TmuxCommand> Establish(string standing) =>
    [
        TmuxCommand.Unaliased("set-environment", "-g", "-u", ReleasedVariable),

        // Saved once (-o never overwrites), in the server, so that it survives RunKit's own death.
        TmuxCommand.Unaliased("set-option", "-s", "-q", "-o", "-F", SavedExitEmptyOption, "#{exit-empty}"),
        TmuxCommand.Unaliased("set-option", "-s", "exit-empty", "off"),
        .. hooks.Set(standing),
        HintHooks.Signal,
    ];

    /// <summary>Asks what a release would bring back; <see cref="ExitRules.TryRead"/> reads the answer.</summary>
    public static TmuxCommand ExitOptions { get; } =
        TmuxCommand.Unaliased("display-message", "-p", $"#{{?#{{{SavedExitEmptyOption}}},#{{{SavedExitEmptyOption}}},#{{exit-empty}}}} #{{exit-unattached}}");

    /// <summary>
    /// Takes everything back but the anchor, and says so on the server: every later dial stays away. Those who wait for a hint are woken.
    /// </summary>
    public IEnumerable<TmuxCommand> Release()
    {
        var restore = TmuxCommand.Unaliased("set-option", "-s", "-F", "exit-empty", $"#{{{SavedExitEmptyOption}}}");
        return
        [
            .. hooks.Unset(),
            TmuxCommand.Unaliased("if-shell", "-F", $"#{{!=:#{{{SavedExitEmptyOption}}},}}", restore.ToLine()),
            TmuxCommand.Unaliased("set-environment", "-g", "-h", ReleasedVariable, "none"),
            TmuxCommand.Unaliased("set-option", "-s", "-q", "-u", SavedExitEmptyOption),
            HintHooks.Signal,
        ];
    }

    /// <summary>Takes back the mark of an anchor that holds more than our pane, gives it a name that is not hidden, and ends our pane.</summary>
    public IEnumerable<TmuxCommand> LeaveAnchor(SessionId session, PaneId pane, string name) =>
    [
        TmuxCommand.Unaliased("set-option", "-u", "-t", $"{session}:", anchor.KeepaliveOption),
        TmuxCommand.Unaliased("set-option", "-u", "-t", $"{session}:", "destroy-unattached"),
        TmuxCommand.Unaliased("set-option", "-u", "-t", $"{session}:", "detach-on-destroy"),
        TmuxCommand.Unaliased("rename-session", "-t", $"{session}:", "--", name),
        TmuxCommand.Unaliased("kill-pane", "-t", pane.ToString()),
    ];

    /// <summary>Takes the mark off a session that has it and not our pane.</summary>
    public TmuxCommand Unmark(SessionId session) => TmuxCommand.Unaliased("set-option", "-u", "-t", $"{session}:", anchor.KeepaliveOption);

    /// <summary>Asks which sessions were used last; <see cref="MostRecent"/> reads the answer.</summary>
    public static TmuxCommand RecentSessions { get; } = TmuxCommand.Unaliased("list-sessions", "-F", "#{session_activity} #{session_id}");

    /// <summary>The session of <paramref name="among"/> that was used last; null when the answer names none of them.</summary>
    public static SessionId? MostRecent(ReadOnlySpan<byte> answer, IReadOnlySet<SessionId> among)
    {
        SessionId? recent = null;
        var latest = long.MinValue;
        foreach (var line in System.Text.Encoding.ASCII.GetString(answer).Split('\n'))
        {
            if (line.Split(' ') is [var at, var id]
                && long.TryParse(at, System.Globalization.NumberStyles.None, null, out var activity)
                && SessionId.TryParse(id, out var session)
                && among.Contains(session)
                && activity > latest)
            {
                (recent, latest) = (session, activity);
            }
        }

        return recent;
    }

    /// <summary>Moves what strayed to a session of the user's, where the command that made it would have put it without an anchor.</summary>
    public static TmuxCommand SendHome(Stray stray, SessionId home)
    {
        ArgumentNullException.ThrowIfNull(stray);
        string[] quietly = stray.IsCurrent ? [] : ["-d"];
        return stray.Pane is { } pane
            ? TmuxCommand.Unaliased("break-pane", [.. quietly, "-s", pane.ToString(), "-t", $"{home}:"])
            : TmuxCommand.Unaliased("move-window", [.. quietly, "-s", stray.Window.ToString(), "-t", $"{home}:"]);
    }

    /// <summary>Ends an anchor that holds nothing but our pane.</summary>
    public static TmuxCommand EndAnchor(PaneId pane) => TmuxCommand.Unaliased("kill-pane", "-t", pane.ToString());

    /// <summary>Gives the anchor its name back.</summary>
    public TmuxCommand RenameAnchor(SessionId session) => TmuxCommand.Unaliased("rename-session", "-t", $"{session}:", "--", anchor.Session);
}
