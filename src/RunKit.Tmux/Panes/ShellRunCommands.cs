using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Streams;

namespace RunKit.Tmux.Panes;

/// <summary>The command lines of a run in a shell that lives: the pane's one pipe is taken, and given back.</summary>
/// <param name="id">The run.</param>
public sealed class ShellRunCommands(RunId id)
{
    /// <summary>The pane option that says whose the pane's pipe is.</summary>
    public const string Option = "@rk_pipe";

    /// <summary>
    /// Takes the pane's pipe and types the line, with Enter, as one step of the server: nothing that the shell prints from then on is missed.
    /// It is done only while the same process is in the pane, and its pipe is nobody's or a viewer's: viewers are shown the pane otherwise meanwhile.
    /// </summary>
    /// <param name="pane">The pane when it was looked at.</param>
    /// <param name="nonce">A word that nobody can guess.</param>
    /// <param name="outputFile">Where its output goes.</param>
    /// <param name="limit">How many bytes of it.</param>
    public TmuxCommandLine Begin(PaneFacts pane, string nonce, string outputFile, long limit)
    {
        ArgumentNullException.ThrowIfNull(pane);
        var target = pane.Id.ToString();
        var condition = string.Create(
            CultureInfo.InvariantCulture,
            $"#{{&&:#{{==:#{{pane_pid}},{pane.Pid}}},#{{&&:#{{!=:#{{pane_dead}},1}},#{{||:#{{!=:#{{pane_pipe}},1}},#{{m:{StreamCommands.MarkStart}*,#{{{Option}}}}}}}}}}}");
        TmuxCommand[] begin =
        [
            TmuxCommand.Unaliased("copy-mode", "-q", "-t", target),
            TmuxCommand.Unaliased("pipe-pane", "-O", "-t", target, RunCommands.Pipe(outputFile, limit)),
            TmuxCommand.Unaliased("set-option", "-p", "-t", target, Option, id.ToString()),
            Paste(pane, nonce, "-p"),
            TmuxCommand.Unaliased("set-buffer", "-b", nonce, "--", "\r"),
            Paste(pane, nonce),
            TmuxCommand.Unaliased("display-message", "-p", "-t", target, nonce),
        ];
        return TmuxCommandLine.Join(
            PaneCommands.Unaliased("load-buffer", "-b", nonce, "-"),
            PaneCommands.Unaliased("if-shell", "-F", "-t", target, condition, Step(begin), TmuxCommand.Unaliased("delete-buffer", "-b", nonce).ToLine()));
    }

    /// <summary>Presses C-c, if the pane is still this run's.</summary>
    public TmuxCommandLine Interrupt(PaneFacts pane, string nonce)
    {
        ArgumentNullException.ThrowIfNull(pane);
        return IfOurs(
            pane.Id,
            TmuxCommand.Unaliased("copy-mode", "-q", "-t", pane.Id.ToString()),
            TmuxCommand.Unaliased("set-buffer", "-b", nonce, "--", "\u0003"),
            Paste(pane, nonce));
    }

    /// <summary>Gives the pane's pipe back, if it is still this run's.</summary>
    public TmuxCommandLine End(PaneId pane) => IfOurs(
        pane,
        TmuxCommand.Unaliased("pipe-pane", "-t", pane.ToString()),
        TmuxCommand.Unaliased("set-option", "-p", "-u", "-t", pane.ToString(), Option));

    /// <summary>Asks whose the pane's pipe is, and where the pane is; <see cref="ShellRunReply"/> reads the answer.</summary>
    public static TmuxCommandLine Ask(PaneId pane) => PaneCommands.Unaliased(
        "display-message", "-p", "-t", pane.ToString(), $"#{{pid}} #{{start_time}} #{{session_id}} #{{window_id}} #{{pane_pipe}} #{{{Option}}}");

    private TmuxCommandLine IfOurs(PaneId pane, params IEnumerable<TmuxCommand> commands) =>
        PaneCommands.Unaliased("if-shell", "-F", "-t", pane.ToString(), $"#{{==:#{{{Option}}},{id}}}", Step(commands));

    // From 3.7 on tmux writes control bytes of a paste as text unless it is told not to.
    private static TmuxCommand Paste(PaneFacts pane, string nonce, params string[] how) => TmuxCommand.Unaliased(
        "paste-buffer", [.. how, .. pane.BracketedPaste is null ? Array.Empty<string>() : ["-S"], "-d", "-b", nonce, "-t", pane.Id.ToString()]);

    private static string Step(params IEnumerable<TmuxCommand> commands) => string.Join(" ; ", commands.Select(command => command.ToLine()));
}
