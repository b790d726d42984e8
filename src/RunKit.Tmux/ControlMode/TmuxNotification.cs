namespace RunKit.Tmux.ControlMode;

/// <summary>
/// A line that tmux sends of itself, such as <c>%sessions-changed</c>: those of tmux 3.2a to 3.7c, and <see cref="Unknown"/> for any
/// other. All but <see cref="Exit"/> are hints to list again and none is the truth: tmux loses some, repeats some and orders them freely
/// against replies. Which are said of all sessions and which only of the client's own is told with each.
/// </summary>
public abstract partial record TmuxNotification : ControlModeItem
{
    /// <inheritdoc/>
    public sealed override bool Cut { get; init; }

    /// <summary>
    /// <c>%exit [reason]</c>, written by the client process when it ends. A bare one is orderly, but whether by our own wish, a detach
    /// or a <c>kill-server</c> it does not tell.
    /// </summary>
    public sealed record Exit(string? Reason) : TmuxNotification;

    /// <summary>A notification that is not known, or whose arguments are not what its name promises.</summary>
    /// <param name="Name">Without the leading <c>%</c>.</param>
    /// <param name="Arguments">The rest of the line; may be empty. Bytes that are not UTF-8 become U+FFFD.</param>
    public sealed record Unknown(string Name, string Arguments) : TmuxNotification;
}
