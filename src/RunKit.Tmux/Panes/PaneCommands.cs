using System.Globalization;
using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Panes;

/// <summary>
/// The command lines that look at a pane. Each is one step of the server: all that it prints is of one moment. Marks that nobody can guess
/// stand between its parts.
/// </summary>
public static class PaneCommands
{
    /// <summary>Says what tmux knows of a target, which may be anything that tmux takes for one; nothing where it is none.</summary>
    public static TmuxCommandLine Find(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Message(target, "#{pane_id}");
    }

    /// <summary>A pane and its screen, the other screen, and the output that is not a whole sequence yet.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="nonce">The mark.</param>
    /// <param name="history">How many rows of the history to print before the screen.</param>
    public static TmuxCommandLine Capture(PaneId pane, string nonce, int history) => TmuxCommandLine.Join(
        Facts(pane, nonce),
        Rows(pane, "-e", "-N", "-S", string.Create(CultureInfo.InvariantCulture, $"-{history}")),
        Mark(pane, nonce),
        Rows(pane, "-e", "-N", "-a", "-q"),
        Mark(pane, nonce),
        Rows(pane, "-P"),
        Mark(pane, nonce));

    /// <summary>A pane and some rows of its history: row -1 is the youngest.</summary>
    public static TmuxCommandLine History(PaneId pane, string nonce, long from, long to) => TmuxCommandLine.Join(
        Facts(pane, nonce),
        Rows(pane, "-e", "-N", "-S", from.ToString(CultureInfo.InvariantCulture), "-E", to.ToString(CultureInfo.InvariantCulture)),
        Mark(pane, nonce));

    /// <summary>A pane and the text of its screen.</summary>
    public static TmuxCommandLine Look(PaneId pane, string nonce) => TmuxCommandLine.Join(Facts(pane, nonce), Rows(pane), Mark(pane, nonce));

    /// <summary>One command under a name that is one letter short, so that no user's alias stands in for it.</summary>
    internal static TmuxCommandLine Unaliased(string name, params IEnumerable<TmuxArgument> arguments) => TmuxCommandLine.Of(name[..^1], arguments);

    internal static TmuxCommandLine Mark(PaneId pane, string nonce) => Message(pane.ToString(), nonce);

    private static TmuxCommandLine Facts(PaneId pane, string nonce) => Message(pane.ToString(), nonce + PaneFormat.Format);

    private static TmuxCommandLine Message(string target, string format) => Unaliased("display-message", "-p", "-t", target, format);

    private static TmuxCommandLine Rows(PaneId pane, params IEnumerable<TmuxArgument> how) =>
        Unaliased("capture-pane", ["-p", .. how, "-t", pane.ToString()]);
}
