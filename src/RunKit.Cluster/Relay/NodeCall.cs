using System.Text.Json.Serialization;

namespace RunKit.Cluster.Relay;

/// <summary>What a node asks of another: one for each call of <see cref="IControlPlane"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(ServersCall), "servers")]
[JsonDerivedType(typeof(LastEventIdCall), "last-event-id")]
[JsonDerivedType(typeof(EventsCall), "events")]
[JsonDerivedType(typeof(TreeCall), "tree")]
[JsonDerivedType(typeof(CaptureCall), "capture")]
[JsonDerivedType(typeof(WaitCall), "wait")]
[JsonDerivedType(typeof(RunsCall), "runs")]
[JsonDerivedType(typeof(AgentsCall), "agents")]
[JsonDerivedType(typeof(ExplainAgentCall), "explain-agent")]
[JsonDerivedType(typeof(TestNotificationsCall), "test-notifications")]
[JsonDerivedType(typeof(SendCall), "send")]
[JsonDerivedType(typeof(KeysCall), "keys")]
[JsonDerivedType(typeof(RunCall), "run")]
[JsonDerivedType(typeof(CancelRunCall), "cancel-run")]
[JsonDerivedType(typeof(NewCall), "new")]
[JsonDerivedType(typeof(GuardCall), "guard")]
[JsonDerivedType(typeof(ReleaseCall), "release")]
[JsonDerivedType(typeof(KillCall), "kill")]
[JsonDerivedType(typeof(ExecuteCall), "exec")]
internal abstract record NodeCall(
    [property: JsonIgnore] string Operation,
    [property: JsonIgnore] AccessScope Needs)
{
    /// <summary>The server that it is about; null of what is about none, or several.</summary>
    [JsonIgnore]
    public virtual ServerName? Target => null;
}

internal sealed record ServersCall() : NodeCall("servers", AccessScope.Read);

internal sealed record LastEventIdCall() : NodeCall("last-event-id", AccessScope.Read);

internal sealed record EventsCall(ImmutableArray<string> Types, ImmutableArray<string> Servers, string? After, DateTimeOffset? Since) : NodeCall("events", AccessScope.Read);

internal sealed record TreeCall(ServerName Server) : NodeCall("tree", AccessScope.Read)
{
    public override ServerName Target => Server;
}

internal sealed record CaptureCall(ServerName Server, PaneId Pane, int? History) : NodeCall("capture", AccessScope.Read)
{
    public override ServerName Target => Server;
}

/// <summary>Nothing is changed by a wait; it may last, and so it needs what an endpoint for it needs.</summary>
internal sealed record WaitCall(ServerName Server, PaneId Pane, WaitRequest Request) : NodeCall("wait", AccessScope.Input)
{
    public override ServerName Target => Server;
}

internal sealed record RunsCall() : NodeCall("runs", AccessScope.Read);

internal sealed record AgentsCall(bool All) : NodeCall("agents", AccessScope.Read);

internal sealed record ExplainAgentCall(ServerName Server, PaneId Pane) : NodeCall("explain-agent", AccessScope.Read)
{
    public override ServerName Target => Server;
}

internal sealed record TestNotificationsCall() : NodeCall("test-notifications", AccessScope.Manage);

internal sealed record SendCall(ServerName Server, PaneId Pane, SendRequest Request) : NodeCall("send", AccessScope.Input)
{
    public override ServerName Target => Server;
}

internal sealed record KeysCall(ServerName Server, PaneId Pane, KeysRequest Request) : NodeCall("keys", AccessScope.Input)
{
    public override ServerName Target => Server;
}

internal sealed record RunCall(ServerName Server, RunRequest Request) : NodeCall("run", AccessScope.Input)
{
    public override ServerName Target => Server;
}

internal sealed record CancelRunCall(RunId Run) : NodeCall("cancel-run", AccessScope.Input);

internal sealed record NewCall(NewServer Request) : NodeCall("new", AccessScope.Manage)
{
    public override ServerName Target => Request.Server;
}

internal sealed record GuardCall(ServerName Server) : NodeCall("guard", AccessScope.Manage)
{
    public override ServerName Target => Server;
}

internal sealed record ReleaseCall(ServerName Server, bool Force) : NodeCall("release", AccessScope.Manage)
{
    public override ServerName Target => Server;
}

internal sealed record KillCall(ServerName Server, bool Force) : NodeCall("kill", AccessScope.Admin)
{
    public override ServerName Target => Server;
}

internal sealed record ExecuteCall(ServerName Server, ImmutableArray<string> Words, long? TimeoutMs, byte[]? Input) : NodeCall("exec", AccessScope.Admin)
{
    public override ServerName Target => Server;
}
