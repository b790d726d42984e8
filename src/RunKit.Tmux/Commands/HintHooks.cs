namespace RunKit.Tmux.Commands;

/// <summary>
/// The hooks by which a server says that something has changed: each signals one channel, on which a client waits. They stand at an array
/// index of their own beside the user's, and are all there from tmux 3.2a on. What changes without any of them (a program's name, a
/// directory, an option) is found by the next refresh.
/// </summary>
/// <param name="index">The index in each hook's array; 0 or more.</param>
public sealed class HintHooks(int index)
{
    /// <summary>The channel of <c>wait-for</c>.</summary>
    public const string Channel = "rk-hint";

    /// <summary>The hooks, in tmux's names.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "session-created", "session-closed", "session-renamed", "session-window-changed", "client-session-changed", "client-attached",
        "client-detached", "window-linked", "window-unlinked", "window-renamed", "window-layout-changed", "window-pane-changed",
        "pane-exited", "pane-died", "pane-mode-changed", "pane-title-changed", "alert-bell", "alert-activity", "alert-silence",
    ];

    /// <summary>Wakes every client that waits; one that does not wait yet will not.</summary>
    public static TmuxCommand Signal { get; } = TmuxCommand.Unaliased("wait-for", "-S", Channel);

    /// <summary>Waits until something changes, or until somebody signals.</summary>
    public static TmuxCommand Wait { get; } = TmuxCommand.Unaliased("wait-for", Channel);

    /// <summary>A format of one digit a hook, in the order of <see cref="Names"/>: 1 where it stands.</summary>
    public string Format { get; } = string.Concat(Names.Select(name => $"#{{?{name}[{index}],1,0}}"));

    /// <summary>Sets those that <paramref name="standing"/> says are missing.</summary>
    /// <param name="standing">What <see cref="Format"/> came to; empty for none.</param>
    public IEnumerable<TmuxCommand> Set(string standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return Names
            .Where((_, at) => at >= standing.Length || standing[at] != '1')
            .Select(name => TmuxCommand.Unaliased("set-hook", "-g", $"{name}[{index}]", Signal.ToLine()));
    }

    /// <summary>Whether all of them stand.</summary>
    public static bool AllStand(string standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return standing.Length == Names.Length && standing.All(digit => digit == '1');
    }

    /// <summary>Takes all of them away, and leaves the user's as they are.</summary>
    public IEnumerable<TmuxCommand> Unset() => Names.Select(name => TmuxCommand.Unaliased("set-hook", "-gu", $"{name}[{index}]"));
}
