using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Streams;

/// <summary>The command lines of a pane's stream. A stream begins with the snapshot that it goes on from, in one step of the server.</summary>
public static class StreamCommands
{
    /// <summary>The pane option that says whose the pane's pipe is.</summary>
    public const string Option = ShellRunCommands.Option;

    /// <summary>What every mark of a stream begins with.</summary>
    public const string MarkStart = "stream-";

    /// <summary>How many parts a reply to <see cref="Begin"/> and <see cref="Look"/> has.</summary>
    public const int Parts = 4;

    /// <summary>
    /// A snapshot, and the pipe from there on. The pipe is taken only while nobody has it, or the one that is to be replaced does; the reply's modes
    /// say whose it is then.
    /// </summary>
    /// <param name="pane">The pane.</param>
    /// <param name="nonce">A word that nobody can guess.</param>
    /// <param name="history">How many rows of history.</param>
    /// <param name="command">The shell command that takes the output.</param>
    /// <param name="mark">The pipe's mark.</param>
    /// <param name="replaced">The mark of the pipe that may be replaced; null for none.</param>
    public static TmuxCommandLine Begin(PaneId pane, string nonce, int history, string command, string mark, string? replaced)
    {
        ArgumentNullException.ThrowIfNull(command);
        var target = pane.ToString();
        TmuxCommand[] begin =
        [
            TmuxCommand.Unaliased("pipe-pane", "-O", "-t", target, TmuxArgument.Literal(command).Text.Replace("%", "%%", StringComparison.Ordinal)),
            TmuxCommand.Unaliased("set-option", "-p", "-t", target, Option, mark),
        ];
        var condition = $"#{{&&:#{{!=:#{{pane_dead}},1}},#{{||:#{{!=:#{{pane_pipe}},1}},#{{==:#{{{Option}}},{replaced ?? mark}}}}}}}";
        return Line(pane, nonce, history, PaneCommands.Unaliased("if-shell", "-F", "-t", target, condition, Step(begin)));
    }

    /// <summary>A snapshot alone.</summary>
    public static TmuxCommandLine Look(PaneId pane, string nonce, int history) => Line(pane, nonce, history);

    /// <summary>What may change of a pane that its stream does not tell.</summary>
    public static TmuxCommandLine Watch(PaneId pane) => PaneCommands.Unaliased("display-message", "-p", "-t", pane.ToString(), PipedPane.Format);

    /// <summary>Gives the pane's pipe back, if it is still the one of that mark.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="mark">The mark.</param>
    /// <param name="isOver">Its command has ended: what is piped now is somebody else's, and only the mark is taken away.</param>
    public static TmuxCommandLine End(PaneId pane, string mark, bool isOver)
    {
        var forget = TmuxCommand.Unaliased("set-option", "-p", "-u", "-t", pane.ToString(), Option);
        TmuxCommand[] end = isOver ? [forget] : [TmuxCommand.Unaliased("pipe-pane", "-t", pane.ToString()), forget];
        return PaneCommands.Unaliased("if-shell", "-F", "-t", pane.ToString(), $"#{{==:#{{{Option}}},{mark}}}", Step(end));
    }

    private static TmuxCommandLine Line(PaneId pane, string nonce, int history, params TmuxCommandLine[] then)
    {
        var target = pane.ToString();
        return TmuxCommandLine.Join(
        [
            PaneCommands.Unaliased("display-message", "-p", "-t", target, nonce + PaneFormat.Format),
            PaneCommands.Unaliased("capture-pane", "-p", "-e", "-N", "-S", string.Create(CultureInfo.InvariantCulture, $"-{history}"), "-t", target),
            PaneCommands.Mark(pane, nonce),
            PaneCommands.Unaliased("capture-pane", "-p", "-e", "-N", "-a", "-q", "-t", target),
            PaneCommands.Mark(pane, nonce),
            PaneCommands.Unaliased("capture-pane", "-pPC", "-t", target),
            PaneCommands.Mark(pane, nonce),
            .. then,
            PaneCommands.Unaliased("display-message", "-p", "-t", target, PaneModes.Format),
            PaneCommands.Mark(pane, nonce),
        ]);
    }

    private static string Step(TmuxCommand[] commands) => string.Join(" ; ", commands.Select(command => command.ToLine()));
}
