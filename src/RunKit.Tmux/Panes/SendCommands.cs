using System.Globalization;
using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Panes;

/// <summary>
/// The command lines that type into a pane. The step that types looks once more whether the program that was there still is: into a pane whose
/// program has ended, tmux 3.2 and 3.3 crash when something is pasted.
/// </summary>
/// <param name="facts">The pane when it was looked at.</param>
/// <param name="nonce">A word that nobody can guess: it marks what tmux answers, and names the buffer.</param>
public sealed class SendCommands(PaneFacts facts, string nonce)
{
    // From 3.7 on tmux writes control bytes of a paste as text unless it is told not to.
    private static readonly string[] AsItIs = ["-S"];

    /// <summary>What tmux prints when it has typed.</summary>
    public string Typed => $"{nonce}-typed";

    private string Buffer => $"rk-{nonce}";

    private string Pane => facts.Id.ToString();

    private string Condition => string.Create(
        CultureInfo.InvariantCulture, $"#{{&&:#{{==:#{{pane_pid}},{facts.Pid}}},#{{!=:#{{pane_dead}},1}}}}");

    /// <summary>Whether it was typed, as far as tmux's answer tells.</summary>
    public bool WasTyped(string output) => output == $"{Typed}\n";

    /// <summary>Types what comes as input: between brackets where the program asked for them.</summary>
    public TmuxCommandLine Paste() => TmuxCommandLine.Join(PaneCommands.Unaliased("load-buffer", "-b", Buffer, "-"), Guarded(["-p"]));

    /// <summary>
    /// Presses Enter, as a paste of its one byte: where keys go to all panes of a window, or to a mode, that goes to this program alone.
    /// </summary>
    public TmuxCommandLine Enter() => TmuxCommandLine.Join(PaneCommands.Unaliased("set-buffer", "-b", Buffer, "--", "\r"), Guarded([]));

    /// <summary>Presses keys. Where keys go to all panes of the window, only if that is meant.</summary>
    public TmuxCommandLine Keys(ImmutableArray<string> keys, bool synchronized) => PaneCommands.Unaliased(
        "if-shell",
        "-F",
        "-t",
        Pane,
        synchronized ? Condition : $"#{{&&:{Condition},#{{!=:#{{pane_synchronized}},1}}}}",
        Step(LeaveModes, TmuxCommand.Unaliased("send-keys", ["-t", Pane, "--", .. keys]), Say(Typed)),
        Say(nonce).ToLine());

    /// <summary>Forgets the buffer, should it still be there.</summary>
    public TmuxCommandLine Forget() => PaneCommands.Unaliased("delete-buffer", "-b", Buffer);

    private TmuxCommand LeaveModes => TmuxCommand.Unaliased("copy-mode", "-q", "-t", Pane);

    private TmuxCommandLine Guarded(string[] how) => PaneCommands.Unaliased(
        "if-shell",
        "-F",
        "-t",
        Pane,
        Condition,
        Step(
            LeaveModes,
            TmuxCommand.Unaliased("paste-buffer", [.. how, .. facts.BracketedPaste is null ? [] : AsItIs, "-d", "-b", Buffer, "-t", Pane]),
            Say(Typed)),
        Step(TmuxCommand.Unaliased("delete-buffer", "-b", Buffer), Say(nonce)));

    private TmuxCommand Say(string word) => TmuxCommand.Unaliased("display-message", "-p", "-t", Pane, word);

    private static string Step(params IEnumerable<TmuxCommand> commands) => string.Join(" ; ", commands.Select(command => command.ToLine()));
}
