using System.Collections.Immutable;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Tests.Panes;

/// <summary>Panes and terminals as tests need them.</summary>
internal static class Moments
{
    public static readonly PaneTerminal ReadsLines = new(true, true, 0, new ForegroundProgram(1, "cat", true, false, false));
    public static readonly PaneTerminal Password = new(true, false, 0, new ForegroundProgram(1, "sudo", true, false, false));
    public static readonly PaneTerminal Raw = new(false, false, 0, new ForegroundProgram(1, "vim", true, false, false));
    public static readonly PaneTerminal Prompt = new(false, false, 0, new ForegroundProgram(1, "bash", true, false, false));

    public static PaneFacts Facts { get; } = new(
        new PaneId(5), 100, new TerminalSize(80, 24), new PaneCursor(0, 0, true), 0, 2000, "/dev/pts/1", "bash", "/", "title", "");

    /// <summary>A moment at which the screen shows these rows, and the cursor stands behind the last of them.</summary>
    public static PaneMoment Of(PaneTerminal? terminal, params string[] rows) =>
        new(Facts with { Cursor = new PaneCursor(rows[^1].Length, rows.Length - 1, true) }, [.. rows], terminal);

    public static TypedText Text(string text) =>
        TypedText.TryParse(text, out var typed, out var problem) ? typed : throw new InvalidOperationException(problem);

    public static SendWish Wish { get; } = new([], false, false);

    public static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
