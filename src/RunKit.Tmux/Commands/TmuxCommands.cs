using System.Globalization;

namespace RunKit.Tmux.Commands;

/// <summary>
/// The commands that are run on a server, each once, with types for what they are about. Targets are ids, which no name can be taken for;
/// each name stands behind its flag or behind <c>--</c>, and as <see cref="TmuxArgument.Literal"/> where tmux expands it.
/// </summary>
public static class TmuxCommands
{
    /// <summary>A line for each session; tmux expands the format.</summary>
    public static TmuxCommandLine ListSessions(string format) => TmuxCommandLine.Of("list-sessions", "-F", format);

    /// <summary>A line for each window of each session.</summary>
    public static TmuxCommandLine ListWindows(string format) => TmuxCommandLine.Of("list-windows", "-a", "-F", format);

    /// <summary>A line for each pane of each window of each session.</summary>
    public static TmuxCommandLine ListPanes(string format) => TmuxCommandLine.Of("list-panes", "-a", "-F", format);

    /// <summary>Makes a session on a server that runs, attaches nobody to it, and prints its id.</summary>
    /// <param name="name">Its name; null for tmux's choice. tmux before 3.7 turns ':' and '.' into '_'.</param>
    /// <param name="window">Its first window's name; null for tmux's choice.</param>
    /// <param name="directory">Where it starts; null for the server's.</param>
    /// <param name="program">A program and its arguments; none for the user's shell.</param>
    public static TmuxCommandLine NewSession(string? name, string? window, string? directory, params IEnumerable<string> program) => TmuxCommandLine.Of(
        "new-session",
        [
            "-d", "-P", "-F", "#{session_id}", .. TmuxArgument.LiteralAfter("-s", name), .. TmuxArgument.LiteralAfter("-n", window),
            .. TmuxArgument.LiteralAfter("-c", directory), .. TmuxArgument.Program(program),
        ]);

    /// <summary>Ends a session.</summary>
    public static TmuxCommandLine KillSession(SessionId session) => TmuxCommandLine.Of("kill-session", "-t", Target(session));

    /// <summary>Gives a session another name.</summary>
    public static TmuxCommandLine RenameSession(SessionId session, string name) =>
        TmuxCommandLine.Of("rename-session", "-t", Target(session), "--", TmuxArgument.Literal(name));

    /// <summary>Makes a window without going to it, and prints its id.</summary>
    public static TmuxCommandLine NewWindow(SessionId session, string? name, string? directory, params IEnumerable<string> program) => TmuxCommandLine.Of(
        "new-window",
        [
            "-d", "-P", "-F", "#{window_id}", "-t", Target(session), .. TmuxArgument.LiteralAfter("-n", name),
            .. TmuxArgument.LiteralAfter("-c", directory), .. TmuxArgument.Program(program),
        ]);

    /// <summary>Ends a window, in whatever sessions it is.</summary>
    public static TmuxCommandLine KillWindow(WindowId window) => TmuxCommandLine.Of("kill-window", "-t", window.ToString());

    /// <summary>Gives a window another name.</summary>
    public static TmuxCommandLine RenameWindow(WindowId window, string name) =>
        TmuxCommandLine.Of("rename-window", "-t", window.ToString(), "--", TmuxArgument.Literal(name));

    /// <summary>Moves a window to a place of a session; the first free one when <paramref name="index"/> is null.</summary>
    public static TmuxCommandLine MoveWindow(WindowId window, SessionId session, int? index) =>
        TmuxCommandLine.Of("move-window", "-d", "-s", window.ToString(), "-t", $"{session}:{(index is { } place ? Number(place) : "")}");

    /// <summary>Makes a window its session's current one.</summary>
    public static TmuxCommandLine SelectWindow(SessionId session, int index) => TmuxCommandLine.Of("select-window", "-t", $"{session}:{Number(index)}");

    /// <param name="layout">A name such as <c>tiled</c>, or a layout's text.</param>
    /// <exception cref="ArgumentException"><see cref="LayoutName.Problem"/> has an objection: it would crash a server of tmux 3.3.</exception>
    public static TmuxCommandLine SelectLayout(WindowId window, string layout) => LayoutName.Problem(layout) is { } problem
        ? throw new ArgumentException(problem, nameof(layout))
        : TmuxCommandLine.Of("select-layout", "-t", window.ToString(), "--", layout);

    /// <summary>Splits a pane without going to the new one, and prints the new one's id.</summary>
    /// <param name="sideBySide">The new one stands to the right; else below.</param>
    public static TmuxCommandLine SplitWindow(PaneId pane, bool sideBySide, string? directory, params IEnumerable<string> program) => TmuxCommandLine.Of(
        "split-window",
        [
            "-d", "-P", "-F", "#{pane_id}", sideBySide ? "-h" : "-v", "-t", pane.ToString(), .. TmuxArgument.LiteralAfter("-c", directory),
            .. TmuxArgument.Program(program),
        ]);

    /// <summary>Ends a pane.</summary>
    public static TmuxCommandLine KillPane(PaneId pane) => TmuxCommandLine.Of("kill-pane", "-t", pane.ToString());

    /// <summary>Makes a pane its window's active one.</summary>
    public static TmuxCommandLine SelectPane(PaneId pane) => TmuxCommandLine.Of("select-pane", "-t", pane.ToString());

    /// <summary>Gives a pane a title.</summary>
    public static TmuxCommandLine SetPaneTitle(PaneId pane, string title) =>
        TmuxCommandLine.Of("select-pane", "-t", pane.ToString(), "-T", TmuxArgument.Literal(title));

    /// <summary>Gives a pane so many columns and rows, as far as its window has them.</summary>
    public static TmuxCommandLine ResizePane(PaneId pane, int width, int height) =>
        TmuxCommandLine.Of("resize-pane", "-t", pane.ToString(), "-x", Number(width), "-y", Number(height));

    /// <summary>Lets one pane fill its window, or ends that.</summary>
    public static TmuxCommandLine ToggleZoom(PaneId pane) => TmuxCommandLine.Of("resize-pane", "-Z", "-t", pane.ToString());

    /// <summary>Starts a pane's program again, or another one, and ends what runs there.</summary>
    public static TmuxCommandLine RespawnPane(PaneId pane, string? directory, params IEnumerable<string> program) => TmuxCommandLine.Of(
        "respawn-pane", ["-k", "-t", pane.ToString(), .. TmuxArgument.LiteralAfter("-c", directory), .. TmuxArgument.Program(program)]);

    /// <summary>Types text, each character as it is.</summary>
    public static TmuxCommandLine SendText(PaneId pane, string text) => TmuxCommandLine.Of("send-keys", "-l", "-t", pane.ToString(), "--", text);

    /// <summary>Presses keys, by tmux's names for them: <c>Enter</c>, <c>C-c</c>.</summary>
    public static TmuxCommandLine SendKeys(PaneId pane, params IEnumerable<string> keys) =>
        TmuxCommandLine.Of("send-keys", ["-t", pane.ToString(), "--", .. keys.Select(TmuxArgument.Plain)]);

    /// <summary>Prints what a pane shows.</summary>
    /// <param name="history">How many lines of its history to print before that, from 0 up; null for all of it.</param>
    /// <param name="joinWrapped">Lines that the pane's width has broken are joined.</param>
    public static TmuxCommandLine CapturePane(PaneId pane, int? history, bool joinWrapped) => TmuxCommandLine.Of(
        "capture-pane", ["-p", .. joinWrapped ? ["-J"] : Array.Empty<TmuxArgument>(), "-S", history is { } lines ? $"-{Number(lines)}" : "-", "-t", pane.ToString()]);

    /// <summary>Prints a format, as it is for a pane; tmux expands it.</summary>
    public static TmuxCommandLine DisplayMessage(PaneId pane, string format) =>
        TmuxCommandLine.Of("display-message", "-p", "-t", pane.ToString(), "--", format);

    /// <summary>Keeps a text in a buffer of that name.</summary>
    public static TmuxCommandLine SetBuffer(string buffer, string text) => TmuxCommandLine.Of("set-buffer", "-b", buffer, "--", text);

    /// <summary>Keeps the input in a buffer of that name: for texts of any length.</summary>
    public static TmuxCommandLine LoadBuffer(string buffer) => TmuxCommandLine.Of("load-buffer", "-b", buffer, "--", "-");

    /// <summary>Prints a buffer.</summary>
    public static TmuxCommandLine ShowBuffer(string buffer) => TmuxCommandLine.Of("show-buffer", "-b", buffer);

    /// <summary>Forgets a buffer.</summary>
    public static TmuxCommandLine DeleteBuffer(string buffer) => TmuxCommandLine.Of("delete-buffer", "-b", buffer);

    /// <summary>Prints an option's value; nothing when it is not set there. tmux expands an option's name, though not its value.</summary>
    public static TmuxCommandLine ShowOption(OptionScope scope, string name) => TmuxCommandLine.Of("show-options", [.. Scope(scope), "-q", "-v", "--", TmuxArgument.Literal(name)]);

    /// <summary>Sets an option.</summary>
    public static TmuxCommandLine SetOption(OptionScope scope, string name, string value) =>
        TmuxCommandLine.Of("set-option", [.. Scope(scope), "--", TmuxArgument.Literal(name), value]);

    /// <summary>Gives an option back to what is above it.</summary>
    public static TmuxCommandLine UnsetOption(OptionScope scope, string name) =>
        TmuxCommandLine.Of("set-option", [.. Scope(scope), "-q", "-u", "--", TmuxArgument.Literal(name)]);

    /// <summary>Waits until a channel is signalled.</summary>
    public static TmuxCommandLine WaitFor(string channel) => TmuxCommandLine.Of("wait-for", "--", channel);

    /// <summary>Wakes all that wait for a channel; with none, the next one to come does not wait.</summary>
    public static TmuxCommandLine Signal(string channel) => TmuxCommandLine.Of("wait-for", "-S", "--", channel);

    /// <summary>Ends the server and all that runs in it.</summary>
    public static TmuxCommandLine KillServer { get; } = TmuxCommandLine.Of("kill-server");

    private static string Target(SessionId session) => $"{session}:";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static TmuxArgument[] Scope(OptionScope scope) => scope switch
    {
        OptionScope.Server => ["-s"],
        OptionScope.Session session => ["-t", Target(session.Id)],
        OptionScope.Window window => ["-w", "-t", window.Id.ToString()],
        OptionScope.Pane pane => ["-p", "-t", pane.Id.ToString()],
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };
}
