using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>The command lines of one run. What they print carries a word that nobody can guess, by which it is told from what else is printed.</summary>
/// <param name="id">The run.</param>
/// <param name="nonce">A random word of letters and digits.</param>
public sealed class RunCommands(RunId id, string nonce)
{
    /// <summary>The pane option that names the run.</summary>
    public const string Option = "@rk_run";

    internal const string Format = "#{pid} #{start_time} #{session_id} #{window_id} #{pane_id} #{pane_pid} #{pane_tty}";

    // A global "manual" makes tmux up to 3.6b crash at a new window.
    private const string FatalWindowSize = "manual";
    private const string SavedWindowSize = "@rk_window_size";
    private const int BytesOfBlock = 512;

    /// <summary>Asks which sessions there are; <see cref="RunReply.MostRecentSession"/> reads the answer.</summary>
    public static TmuxCommandLine Sessions { get; } = Line(TmuxCommand.Unaliased("list-sessions", "-F", "#{session_activity} #{session_id} #{session_name}"));

    /// <summary>Asks in which session a pane is; <see cref="RunReply.Session"/> reads the answer.</summary>
    public static TmuxCommandLine SessionOf(PaneId pane) => Line(TmuxCommand.Unaliased("display-message", "-p", "-t", pane.ToString(), "#{session_id}"));

    /// <summary>
    /// Makes the window, with its output going to a file, as one step of the server: not a byte is read from its terminal before that.
    /// <see cref="RunReply.TryReadMade"/> reads what it prints.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="session">Where.</param>
    /// <param name="outputFile">The file's absolute path.</param>
    public TmuxCommandLine Make(RunRequest request, SessionId session, string outputFile)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = $"rk-run-{id}";
        var target = $"{session}:={name}";
        TmuxArgument[] window =
        [
            "-d", "-P", "-F", $"{nonce} {Format}", "-t", $"{session}:", "-n", name,
            .. request.Environment.SelectMany(variable => new TmuxArgument[] { "-e", variable }),
            .. TmuxArgument.LiteralAfter("-c", request.Directory), .. TmuxArgument.Program(RunScript.Program(request.Command)),
        ];
        TmuxCommand[] make =
        [
            TmuxCommand.Unaliased("new-window", window.Select(argument => argument.Text)),
            TmuxCommand.Unaliased("pipe-pane", "-O", "-t", target, Pipe(outputFile, request.OutputLimit ?? RunRequest.UsualOutputLimit)),
            TmuxCommand.Unaliased("set-option", "-p", "-t", target, Option, id.ToString()),
            TmuxCommand.Unaliased("rename-window", "-t", target, "--", TmuxArgument.Literal(Title(request.Command[0])).Text),
        ];

        // The middle is a line of its own, so that its failure does not keep the user's setting from coming back.
        return Line(
            TmuxCommand.Unaliased("if-shell", "-F", $"#{{==:#{{window-size}},{FatalWindowSize}}}", $"set-option -gw {SavedWindowSize} 1 ; set-option -gw window-size latest"),
            TmuxCommand.Unaliased("if-shell", "-F", "1", string.Join(" ; ", make.Select(command => command.ToLine()))),
            TmuxCommand.Unaliased("if-shell", "-F", $"#{{{SavedWindowSize}}}", $"set-option -gw window-size {FatalWindowSize} ; set-option -gw -u {SavedWindowSize}"));
    }

    /// <summary>Asks whether the pane's output still goes to the file; <see cref="RunReply.IsPiped"/> reads the answer.</summary>
    public static TmuxCommandLine AskPipe(PaneId pane) => Line(TmuxCommand.Unaliased("display-message", "-p", "-t", pane.ToString(), $"#{{{Option}}} #{{pane_pipe}}"));

    /// <summary>
    /// Lets the server look at all its children: one that is idle can miss that a pane's process has ended (tmux up to 3.5a), and does not say
    /// then how, until another child of it ends.
    /// </summary>
    public static TmuxCommandLine ReapChildren { get; } = Line(TmuxCommand.Unaliased("run-shell", ":"));

    /// <summary>Ends the pane, and with it its window; what else a user has put into that window stays.</summary>
    public TmuxCommandLine Close(PaneId pane) => IfOurs(pane, TmuxCommand.Unaliased("kill-pane", "-t", pane.ToString()));

    /// <summary>Ends the pipe and leaves the pane to its user: a dead one, once its process has been ended, which says how the command ended.</summary>
    public TmuxCommandLine Leave(PaneId pane, RunResult result) => IfOurs(
        pane,
        TmuxCommand.Unaliased("pipe-pane", "-t", pane.ToString()),
        TmuxCommand.Unaliased("set-option", "-p", "-t", pane.ToString(), "remain-on-exit", "on"),
        TmuxCommand.Unaliased("set-option", "-p", "-q", "-t", pane.ToString(), "remain-on-exit-format", $"run {id}: {Words(result)}"));

    private static string Words(RunResult result) => result switch
    {
        RunResult.Exited exited => string.Create(CultureInfo.InvariantCulture, $"exited with status {exited.Code}"),
        RunResult.Signalled signalled => $"ended by {signalled.Signal}",
        _ => "over",
    };

    // A pane's id is never given again within a generation, and a user who has taken the mark away has made the pane his own.
    private TmuxCommandLine IfOurs(PaneId pane, params IEnumerable<TmuxCommand> commands) => Line(TmuxCommand.Unaliased(
        "if-shell", "-F", "-t", pane.ToString(), $"#{{==:#{{{Option}}},{id}}}", string.Join(" ; ", commands.Select(command => command.ToLine()))));

    // tmux expands formats and times in a pipe's command, and gives it to a shell.
    internal static string Pipe(string file, long limit)
    {
        var blocks = ((limit + BytesOfBlock - 1) / BytesOfBlock).ToString(CultureInfo.InvariantCulture);
        var quoted = $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        return TmuxArgument.Literal($"umask 077; ulimit -f {blocks}; exec cat > {quoted}").Text.Replace("%", "%%", StringComparison.Ordinal);
    }

    private static string Title(string program)
    {
        var name = program[(program.TrimEnd('/').LastIndexOf('/') + 1)..];
        return name.Length > 0 ? name : program;
    }

    private static TmuxCommandLine Line(params IEnumerable<TmuxCommand> commands) => TmuxCommandLine.Join(
        commands.Select(command => TmuxCommandLine.Of(command.Name, command.Words.Skip(1).Select(TmuxArgument.Plain))));
}
