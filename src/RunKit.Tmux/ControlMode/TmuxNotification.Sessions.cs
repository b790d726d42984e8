namespace RunKit.Tmux.ControlMode;

public abstract partial record TmuxNotification
{
    /// <summary><c>%sessions-changed</c>: a session was made or destroyed, anywhere.</summary>
    public sealed record SessionsChanged : TmuxNotification;

    /// <summary><c>%session-changed $1 name</c>: this client is attached to that session. The last line of a handshake.</summary>
    public sealed record SessionChanged(SessionId Session, string Name) : TmuxNotification;

    /// <summary><c>%session-renamed $1 name</c>: any session got a new name.</summary>
    public sealed record SessionRenamed(SessionId Session, string Name) : TmuxNotification;

    /// <summary><c>%session-window-changed $1 @1</c>: any session's current window is another one.</summary>
    public sealed record SessionWindowChanged(SessionId Session, WindowId Window) : TmuxNotification;

    /// <summary><c>%client-session-changed client $1 name</c>: another client is attached to that session now.</summary>
    public sealed record ClientSessionChanged(string Client, SessionId Session, string Name) : TmuxNotification;

    /// <summary><c>%client-detached client</c>: another client has gone (3.2).</summary>
    public sealed record ClientDetached(string Client) : TmuxNotification;

    /// <summary><c>%paste-buffer-changed name</c> (3.4).</summary>
    public sealed record PasteBufferChanged(string Buffer) : TmuxNotification;

    /// <summary><c>%paste-buffer-deleted name</c> (3.4).</summary>
    public sealed record PasteBufferDeleted(string Buffer) : TmuxNotification;

    /// <summary>
    /// <c>%message text</c>: a message for this client (3.4), and the only notification that may stand inside a block, where it is data.
    /// tmux escapes control bytes as <c>\ooo</c> and leaves backslashes single, so a text that holds such a sequence itself reads alike.
    /// </summary>
    public sealed record Message(string Text) : TmuxNotification;

    /// <summary><c>%config-error text</c>: a configuration file that this client sourced has an error (3.4).</summary>
    public sealed record ConfigError(string Text) : TmuxNotification;
}
