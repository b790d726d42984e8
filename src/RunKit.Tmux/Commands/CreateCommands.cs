using System.Globalization;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Commands;

/// <summary>
/// What makes a session, on a server that is started for it or on one that runs. All of it is one step of the server, and what it prints
/// carries a random word, by which <see cref="CreateReply"/> tells it from whatever else is printed.
/// </summary>
/// <param name="request">What is asked for.</param>
/// <param name="directory">Where the session starts; it exists.</param>
/// <param name="nonce">A random word of letters and digits.</param>
public sealed class CreateCommands(NewServer request, string directory, string nonce)
{
    /// <summary>
    /// A variable of the process that starts a server, with the random word. The server inherits it only from the process that it forked
    /// from, so it tells, on the server, who has started it; and in <c>/proc</c>, which server a creation has left behind. It is unset
    /// before anything of the user's runs, but for the jobs of the configuration.
    /// </summary>
    public const string Variable = "RK_CREATION";

    /// <summary>Keeps, within the step, that the user has set <c>window-size manual</c>.</summary>
    private const string SavedWindowSize = "@rk_window_size";

    // A global "manual" makes tmux up to 3.6b crash at a new session with nobody attached.
    private const string FatalWindowSize = "manual";

    /// <summary>
    /// For the program that may start the server. Reading an empty file prints the errors of the configuration, which otherwise go into
    /// the first pane. Where somebody else has started the server meanwhile, nothing is made unless the request allows it.
    /// </summary>
    public TmuxCommandLine Start()
    {
        var session = Sequence(Session());
        TmuxCommand[] ours = [Print(CreateReply.StartedWord), new("set-environment", "-g", "-u", Variable)];
        return TmuxCommandLine.Join(
            TmuxCommandLine.Of("start-server"),
            TmuxCommandLine.Of("source-file", "-q", "/dev/null"),
            TmuxCommandLine.Of(
                "if-shell",
                "-F",
                $"#{{==:#{{{Variable}}},{nonce}}}",
                $"{Sequence(ours)} ; {session}",
                request.AttachOk ? session : Print(CreateReply.TakenWord).ToLine()));
    }

    /// <summary>For a client of a server that runs.</summary>
    public TmuxCommandLine Join() => TmuxCommandLine.Join(Session().Select(command => TmuxCommandLine.Of(command.Name, command.Words.Skip(1).Select(TmuxArgument.Plain))));

    /// <summary>Asks what has become of the program in a pane; <see cref="PaneEnd"/> reads the answer.</summary>
    public static TmuxCommandLine Look(PaneId pane) => TmuxCommandLine.Of(
        "display-message", "-p", "-t", pane.ToString(), "#{pane_dead} #{pane_dead_status} #{pane_dead_signal}");

    /// <summary>The same, and gives the pane its usual end back: one that has ended goes, unless the user keeps those.</summary>
    public static TmuxCommandLine LetEnd(PaneId pane) => TmuxCommandLine.Join(
        Look(pane),
        TmuxCommandLine.Of("set-option", "-p", "-q", "-u", "-t", pane.ToString(), "remain-on-exit"),
        TmuxCommandLine.Of(
            "if-shell",
            "-F",
            "-t",
            pane.ToString(),
            "#{&&:#{pane_dead},#{||:#{==:#{remain-on-exit},off},#{&&:#{==:#{remain-on-exit},failed},#{==:#{pane_dead_status},0}}}}",
            string.Create(CultureInfo.InvariantCulture, $"kill-pane -t {pane}")));

    // The middle is a line of its own, so that its failure does not keep the user's setting from coming back.
    private IEnumerable<TmuxCommand> Session() =>
    [
        new("if-shell", "-F", $"#{{==:#{{window-size}},{FatalWindowSize}}}", $"set-option -gw {SavedWindowSize} 1 ; set-option -gw window-size latest"),
        new("if-shell", "-F", "1", Sequence(NewSession())),
        new("if-shell", "-F", $"#{{{SavedWindowSize}}}", $"set-option -gw window-size {FatalWindowSize} ; set-option -gw -u {SavedWindowSize}"),
    ];

    // The new session is the one that was active last, so what has no target means it.
    private IEnumerable<TmuxCommand> NewSession()
    {
        TmuxArgument[] arguments =
        [
            "-d", "-P", "-F", $"{nonce} {CreateReply.MadeWord} {CreateReply.Format}",
            .. request.Environment.SelectMany(variable => new TmuxArgument[] { "-e", variable }),
            .. TmuxArgument.LiteralAfter("-c", directory), .. TmuxArgument.LiteralAfter("-s", request.Session),
            .. TmuxArgument.Program(request.Command.IsDefault ? [] : request.Command),
        ];
        yield return new TmuxCommand("new-session", arguments.Select(argument => argument.Text));
        if (!request.Command.IsDefaultOrEmpty)
        {
            yield return new TmuxCommand("set-option", "-p", "remain-on-exit", "on");
            yield return Print($"{CreateReply.HeldWord} #{{pane_id}}");
        }
    }

    private TmuxCommand Print(string words) => new("display-message", "-p", $"{nonce} {words}");

    private static string Sequence(IEnumerable<TmuxCommand> commands) => string.Join(" ; ", commands.Select(command => command.ToLine()));
}
