namespace RunKit.Tmux.ControlMode;

/// <summary>A line that tmux sends of itself, such as <c>%sessions-changed</c> (tmux's <c>control-notify.c</c>).</summary>
public abstract record TmuxNotification : ControlModeItem;

/// <summary><c>%session-changed $1 name</c>: this client is attached to that session. The last line of a handshake.</summary>
public sealed record SessionChanged(SessionId Session, string Name) : TmuxNotification;

/// <summary>
/// <c>%exit [reason]</c>, written by the client process when it ends. A bare one is orderly, but whether by our own wish, a detach
/// or a <c>kill-server</c> it does not tell.
/// </summary>
public sealed record Exit(string? Reason) : TmuxNotification;

/// <summary>
/// Any other notification, by name and argument text. All of them are hints to list again and none is the truth: tmux loses
/// some, repeats some and orders them freely against replies.
/// </summary>
/// <param name="Name">Without the leading <c>%</c>.</param>
/// <param name="Arguments">The rest of the line; may be empty.</param>
public sealed record StateHint(string Name, string Arguments) : TmuxNotification;
