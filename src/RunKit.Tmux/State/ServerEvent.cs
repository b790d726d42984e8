using System.Text.Json.Serialization;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Tmux.State;

/// <summary>
/// Something that happened to one server. A plane gives it an id, a time and its place in the order. The names are those that events
/// carry on the wire.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ServerAppeared), "server.appeared")]
[JsonDerivedType(typeof(ServerConnected), "server.connected")]
[JsonDerivedType(typeof(ServerLost), "server.lost")]
[JsonDerivedType(typeof(ServerSocketLost), "server.socket-lost")]
[JsonDerivedType(typeof(ServerUnreachable), "server.unreachable")]
[JsonDerivedType(typeof(ServerReachable), "server.reachable")]
[JsonDerivedType(typeof(ServerRemoved), "server.removed")]
[JsonDerivedType(typeof(SessionAdded), "session.added")]
[JsonDerivedType(typeof(SessionRenamed), "session.renamed")]
[JsonDerivedType(typeof(SessionRemoved), "session.removed")]
[JsonDerivedType(typeof(SessionWindowChanged), "session.window-changed")]
[JsonDerivedType(typeof(WindowAdded), "window.added")]
[JsonDerivedType(typeof(WindowRenamed), "window.renamed")]
[JsonDerivedType(typeof(WindowRemoved), "window.removed")]
[JsonDerivedType(typeof(WindowPaneChanged), "window.pane-changed")]
[JsonDerivedType(typeof(WindowStrayed), "window.strayed")]
[JsonDerivedType(typeof(PaneAdded), "pane.added")]
[JsonDerivedType(typeof(PaneRemoved), "pane.removed")]
[JsonDerivedType(typeof(PaneChanged), "pane.changed")]
public abstract record ServerEvent;

/// <summary>The socket was seen for the first time, with what a first look said.</summary>
public sealed record ServerAppeared(string Status) : ServerEvent;

/// <summary>A control connection stands and the first listing is read.</summary>
public sealed record ServerConnected(string Version, GuardState Guard) : ServerEvent;

/// <summary>That generation of the server is over.</summary>
public sealed record ServerLost(LossCause Cause, string Evidence) : ServerEvent;

/// <summary>The server lives, but its socket file is gone; <paramref name="Remedy"/> brings it back.</summary>
public sealed record ServerSocketLost(string Remedy) : ServerEvent;

/// <summary>The server does not answer. That is not a death.</summary>
public sealed record ServerUnreachable(UnreachableReason Reason, string Detail) : ServerEvent;

/// <summary>The server answers again.</summary>
public sealed record ServerReachable : ServerEvent;

/// <summary>The socket is gone, and with it the server's row.</summary>
public sealed record ServerRemoved : ServerEvent;

public sealed record SessionAdded(SessionId Session, string Name) : ServerEvent;

public sealed record SessionRenamed(SessionId Session, string OldName, string Name) : ServerEvent;

public sealed record SessionRemoved(SessionId Session, string Name) : ServerEvent;

/// <summary>The session's current window is another one.</summary>
public sealed record SessionWindowChanged(SessionId Session, WindowId? OldWindow, WindowId? Window) : ServerEvent;

public sealed record WindowAdded(WindowId Window, string Name) : ServerEvent;

public sealed record WindowRenamed(WindowId Window, string OldName, string Name) : ServerEvent;

public sealed record WindowRemoved(WindowId Window, string Name) : ServerEvent;

/// <summary>The window's active pane is another one.</summary>
public sealed record WindowPaneChanged(WindowId Window, PaneId? OldPane, PaneId? Pane) : ServerEvent;

/// <summary>A window was made in the anchor session, where its maker will look for it in vain.</summary>
public sealed record WindowStrayed(WindowId Window, string Name) : ServerEvent;

public sealed record PaneAdded(PaneId Pane, WindowId Window) : ServerEvent;

public sealed record PaneRemoved(PaneId Pane, WindowId Window) : ServerEvent;

/// <summary>What changed of a pane, old and new; what did not change is null.</summary>
public sealed record PaneChanged(
    PaneId Pane,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Title = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Command = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<string>? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<bool>? Dead = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Change<WindowId>? Window = null) : ServerEvent;

/// <summary>A value before and after.</summary>
public sealed record Change<T>(T Old, T New);
