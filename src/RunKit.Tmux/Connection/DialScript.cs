using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Connection;

/// <summary>The anchor session: its name and the option that marks it as somebody's floor.</summary>
public sealed record AnchorNames(string Session, string KeepaliveOption)
{
    public static AnchorNames Default { get; } = new("_rk-ctl", "@rk_ctl_keepalive");
}

/// <summary>
/// The commands of a dial, all in one argument vector: unless the server is marked as released, make or join the anchor and put the guard
/// in place; then tell who the server is and list it. Marked lines frame what is ours, since a user's hooks may print among it.
/// </summary>
/// <param name="anchor">The anchor's names.</param>
/// <param name="nonce">A word that no hook prints by chance; letters and digits only.</param>
public sealed class DialScript(AnchorNames anchor, string nonce)
{
    /// <summary>The server option that says RunKit was sent away: <c>none</c>.</summary>
    public const string GuardOption = "@rk_ctl_guard";

    /// <summary>The server option that keeps what <c>exit-empty</c> was before the first guard.</summary>
    public const string SavedExitEmptyOption = "@rk_ctl_exit_empty";

    // Two words or more: tmux then runs the program itself, with no shell and no rc file. It reads nothing and ends with the session.
    private static readonly string[] AnchorProgram = ["tail", "-f", "/dev/null"];

    // Where no session is, a listing has no target, fails, and takes the rest of the sequence with it.
    private static readonly TmuxCommand ListUnlessEmpty = new("if-shell", "-F", "#{S:1}", StateReader.Line);

    internal string ReleasedMark => $"rk-{nonce}-released";

    internal string MadeMark => $"rk-{nonce}-made";

    internal string GuardedMark => $"rk-{nonce}-guarded";

    internal string IdentityMark => $"rk-{nonce}-id";

    internal string EndMark => $"rk-{nonce}-end";

    /// <summary>The commands in order.</summary>
    public ImmutableArray<TmuxCommand> Commands(GuardPolicy guard, bool reguard)
    {
        var released = new TmuxCommand("display-message", "-p", ReleasedMark);
        var attach = Line([NewSession(), .. Guard(guard), new TmuxCommand("display-message", "-p", GuardedMark)]);
        var unlessReleased = new TmuxCommand("if-shell", "-F", $"#{{==:#{{{GuardOption}}},none}}", released.ToLine(), attach);
        var takeBack = reguard ? [new TmuxCommand("set-option", "-s", "-q", "-u", GuardOption)] : ImmutableArray<TmuxCommand>.Empty;
        return
        [
            .. takeBack,
            unlessReleased,
            new("display-message", "-p", $"{IdentityMark} #{{pid}} #{{start_time}} #{{version}} #{{?{anchor.KeepaliveOption},kept,-}}"),
            ListUnlessEmpty,
            new("display-message", "-p", EndMark),
        ];
    }

    /// <summary>Puts things back as they were before the guard, and says so on the server: every later dial stays away.</summary>
    public static ImmutableArray<TmuxCommand> Release(AnchorNames anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var restore = new TmuxCommand("set-option", "-s", "-F", "exit-empty", $"#{{{SavedExitEmptyOption}}}");
        return
        [
            new("if-shell", "-F", $"#{{!=:#{{{SavedExitEmptyOption}}},}}", restore.ToLine()),
            new("set-option", "-s", GuardOption, "none"),
            new("set-option", "-s", "-q", "-u", SavedExitEmptyOption),
            new("kill-session", "-t", Exactly(anchor)),
        ];
    }

    /// <summary>
    /// How an observer leaves: the anchor ends with its last client. Left to <c>destroy-unattached</c>, which is there for our own sudden
    /// death, it may end while that client is still saying goodbye: then tmux 3.3a crashes as soon as any other client comes and goes
    /// (measured: 13 of 300 goodbyes beside one <c>tmux ls</c> each, 60 of 200 beside probes; 0 of 400 in this way).
    /// </summary>
    public static TmuxCommand Farewell(SessionId anchor)
    {
        var kill = new TmuxCommand("kill-session", "-t", $"{anchor}:");

        // Without that session tmux asks the one that the client is in, hence the first half.
        var isLast = $"#{{&&:#{{==:#{{session_id}},{anchor}}},#{{==:#{{session_attached}},1}}}}";
        return new TmuxCommand("if-shell", "-F", "-t", $"{anchor}:", isLast, kill.ToLine(), "detach-client");
    }

    // Without the '=' tmux would also take a session whose name merely begins like this.
    private static string Exactly(AnchorNames anchor) => $"={anchor.Session}:";

    private TmuxCommand NewSession() => new(
        "new-session",
        ["-A", "-E", "-P", "-F", MadeMark, "-s", anchor.Session, "-f", "no-output,ignore-size", .. AnchorProgram]);

    // The option is saved once (-o never overwrites) and lives in the server, so that it survives RunKit's own death.
    private IEnumerable<TmuxCommand> Guard(GuardPolicy guard)
    {
        var target = $"{anchor.Session}:";
        if (guard == GuardPolicy.Floor)
        {
            yield return new("set-option", "-s", "-q", "-o", "-F", SavedExitEmptyOption, "#{exit-empty}");
            yield return new("set-option", "-s", "exit-empty", "off");
            yield return new("set-option", "-t", target, anchor.KeepaliveOption, "1");
            yield return new("set-option", "-t", target, "destroy-unattached", "off");
            yield return new("set-option", "-t", target, "detach-on-destroy", "on");
        }
        else
        {
            var transient = Line(
            [
                new("set-option", "-t", target, "destroy-unattached", "on"),
                new("set-option", "-t", target, "detach-on-destroy", "on"),
            ]);
            yield return new("if-shell", "-F", $"#{{{anchor.KeepaliveOption}}}", "", transient);
        }
    }

    private static string Line(IEnumerable<TmuxCommand> commands) => string.Join(" ; ", commands.Select(command => command.ToLine()));
}
