using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.State;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// The commands that are needed most, with types for what they are about. Targets are ids, which no name can be taken for. Names, titles
/// and directories are taken as they are: where tmux would expand a format in them (and run what stands in <c>#(...)</c>), it is escaped.
/// </summary>
public static class TmuxCommands
{
    /// <summary>A line for each session; <paramref name="format"/> is expanded by tmux.</summary>
    public static TmuxCommand ListSessions(string format) => new("list-sessions", "-F", format);

    /// <summary>A line for each window of each session.</summary>
    public static TmuxCommand ListWindows(string format) => new("list-windows", "-a", "-F", format);

    /// <summary>A line for each pane of each window of each session.</summary>
    public static TmuxCommand ListPanes(string format) => new("list-panes", "-a", "-F", format);

    /// <summary>Makes a session on a server that runs, attaches nobody to it, and prints its id.</summary>
    /// <param name="name">Its name; null for tmux's choice. tmux before 3.7 turns ':' and '.' into '_'.</param>
    /// <param name="directory">Where it starts; null for the server's.</param>
    /// <param name="program">A program and its arguments; none for the user's shell. One word alone goes through a shell.</param>
    public static TmuxCommand NewSession(string? name, string? directory, params IEnumerable<string> program) =>
        new("new-session", ["-d", "-P", "-F", "#{session_id}", .. Option("-s", name), .. Option("-c", directory), .. Program(program)]);

    public static TmuxCommand KillSession(SessionId session) => new("kill-session", "-t", $"{session}:");

    public static TmuxCommand RenameSession(SessionId session, string name) => new("rename-session", "-t", $"{session}:", "--", Literal(name));

    /// <summary>Makes a window without going to it, and prints its id.</summary>
    public static TmuxCommand NewWindow(SessionId session, string? name, string? directory, params IEnumerable<string> program) => new(
        "new-window",
        ["-d", "-P", "-F", "#{window_id}", "-t", $"{session}:", .. Option("-n", name), .. Option("-c", directory), .. Program(program)]);

    /// <summary>Ends a window, in whatever sessions it is.</summary>
    public static TmuxCommand KillWindow(WindowId window) => new("kill-window", "-t", window.ToString());

    public static TmuxCommand RenameWindow(WindowId window, string name) => new("rename-window", "-t", window.ToString(), "--", Literal(name));

    /// <summary>Moves a window to a place of a session; the first free one when <paramref name="index"/> is null.</summary>
    public static TmuxCommand MoveWindow(WindowId window, SessionId session, int? index) =>
        new("move-window", "-d", "-s", window.ToString(), "-t", $"{session}:{index?.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Makes a window its session's current one.</summary>
    public static TmuxCommand SelectWindow(SessionId session, int index) =>
        new("select-window", "-t", $"{session}:{index.ToString(CultureInfo.InvariantCulture)}");

    /// <param name="layout">A name such as <c>tiled</c>, or a layout's text.</param>
    public static TmuxCommand SelectLayout(WindowId window, string layout) => new("select-layout", "-t", window.ToString(), layout);

    /// <summary>Splits a pane without going to the new one, and prints the new one's id.</summary>
    /// <param name="sideBySide">The new one stands to the right; else below.</param>
    public static TmuxCommand SplitWindow(PaneId pane, bool sideBySide, string? directory, params IEnumerable<string> program) => new(
        "split-window",
        ["-d", "-P", "-F", "#{pane_id}", sideBySide ? "-h" : "-v", "-t", pane.ToString(), .. Option("-c", directory), .. Program(program)]);

    public static TmuxCommand KillPane(PaneId pane) => new("kill-pane", "-t", pane.ToString());

    /// <summary>Makes a pane its window's active one.</summary>
    public static TmuxCommand SelectPane(PaneId pane) => new("select-pane", "-t", pane.ToString());

    public static TmuxCommand SetPaneTitle(PaneId pane, string title) => new("select-pane", "-t", pane.ToString(), "-T", Literal(title));

    /// <summary>Gives a pane so many columns and rows, as far as its window has them.</summary>
    public static TmuxCommand ResizePane(PaneId pane, TerminalSize size) => new(
        "resize-pane",
        "-t", pane.ToString(), "-x", size.Width.ToString(CultureInfo.InvariantCulture), "-y", size.Height.ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets one pane fill its window, or ends that.</summary>
    public static TmuxCommand ToggleZoom(PaneId pane) => new("resize-pane", "-Z", "-t", pane.ToString());

    /// <summary>Starts a pane's program again, or another one, and ends what runs there.</summary>
    public static TmuxCommand RespawnPane(PaneId pane, params IEnumerable<string> program) =>
        new("respawn-pane", ["-k", "-t", pane.ToString(), .. Program(program)]);

    /// <summary>Types text, each character as it is.</summary>
    public static TmuxCommand SendText(PaneId pane, string text) => new("send-keys", "-l", "-t", pane.ToString(), "--", text);

    /// <summary>Presses keys, by tmux's names for them: <c>Enter</c>, <c>C-c</c>.</summary>
    public static TmuxCommand SendKeys(PaneId pane, params IEnumerable<string> keys) => new("send-keys", ["-t", pane.ToString(), "--", .. keys]);

    /// <summary>Prints what a pane shows.</summary>
    /// <param name="history">How many lines of its history to print before that, from 0 up; null for all of it.</param>
    /// <param name="joinWrapped">Lines that the pane's width has broken are joined.</param>
    public static TmuxCommand CapturePane(PaneId pane, int? history, bool joinWrapped) => new(
        "capture-pane",
        ["-p", .. joinWrapped ? ["-J"] : Array.Empty<string>(), "-S", history is { } lines ? $"-{lines.ToString(CultureInfo.InvariantCulture)}" : "-", "-t", pane.ToString()]);

    /// <summary>Prints a format, as it is for a pane.</summary>
    public static TmuxCommand DisplayMessage(PaneId pane, string format) => new("display-message", "-p", "-t", pane.ToString(), "--", format);

    /// <summary>Prints an option's value; nothing when it is not set there.</summary>
    public static TmuxCommand ShowOption(OptionScope scope, string name) => new("show-options", [.. Scope(scope), "-q", "-v", name]);

    public static TmuxCommand SetOption(OptionScope scope, string name, string value) => new("set-option", [.. Scope(scope), "--", name, value]);

    /// <summary>Gives an option back to what is above it.</summary>
    public static TmuxCommand UnsetOption(OptionScope scope, string name) => new("set-option", [.. Scope(scope), "-q", "-u", name]);

    /// <summary>
    /// A text that tmux's formats leave as it is. Each <c>#</c> is doubled, but for those right before a <c>[</c>, which tmux keeps for the
    /// style that may begin there.
    /// </summary>
    public static string Literal(string text) => TmuxArgument.Literal(text).Text;

    private static string[] Option(string flag, string? value) => value is null ? [] : [flag, Literal(value)];

    private static string[] Program(IEnumerable<string> program) => program.ToArray() is { Length: > 0 } words ? ["--", .. words] : [];

    private static string[] Scope(OptionScope scope) => scope switch
    {
        OptionScope.Server => ["-s"],
        OptionScope.Session session => ["-t", $"{session.Id}:"],
        OptionScope.Window window => ["-w", "-t", window.Id.ToString()],
        OptionScope.Pane pane => ["-p", "-t", pane.Id.ToString()],
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };
}
