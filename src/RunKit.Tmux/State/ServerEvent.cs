using System.Text.Json.Serialization;
using RunKit.Tmux.Agents;
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
[JsonDerivedType(typeof(SessionLinksChanged), "session.links-changed")]
[JsonDerivedType(typeof(SessionGroupChanged), "session.group-changed")]
[JsonDerivedType(typeof(WindowAdded), "window.added")]
[JsonDerivedType(typeof(WindowRenamed), "window.renamed")]
[JsonDerivedType(typeof(WindowRemoved), "window.removed")]
[JsonDerivedType(typeof(WindowLayoutChanged), "window.layout-changed")]
[JsonDerivedType(typeof(WindowPaneChanged), "window.pane-changed")]
[JsonDerivedType(typeof(WindowStrayed), "window.strayed")]
[JsonDerivedType(typeof(PaneAdded), "pane.added")]
[JsonDerivedType(typeof(PaneRemoved), "pane.removed")]
[JsonDerivedType(typeof(PaneChanged), "pane.changed")]
[JsonDerivedType(typeof(PaneExited), "pane.exited")]
[JsonDerivedType(typeof(PanePrompt), "pane.prompt")]
[JsonDerivedType(typeof(PaneOutputStarted), "pane.output-started")]
[JsonDerivedType(typeof(PaneOutputQuiet), "pane.output-quiet")]
[JsonDerivedType(typeof(ClientAttached), "client.attached")]
[JsonDerivedType(typeof(ClientDetached), "client.detached")]
[JsonDerivedType(typeof(ClientChanged), "client.changed")]
[JsonDerivedType(typeof(BufferChanged), "buffer.changed")]
[JsonDerivedType(typeof(BufferRemoved), "buffer.removed")]
[JsonDerivedType(typeof(AgentStateChanged), "agent.state")]
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

