namespace RunKit.ControlPlane.Http;

/// <summary>Where the API is asked what; the rest of a path stands below one of these.</summary>
public static class HttpPaths
{
    /// <summary>The servers, and everything of one of them.</summary>
    public const string Servers = "/v1/servers";

    /// <summary>The commands that were run in panes.</summary>
    public const string Runs = "/v1/runs";

    /// <summary>The agents in all panes.</summary>
    public const string Agents = "/v1/agents";

    /// <summary>Whether those who are to be told of agents can be.</summary>
    public const string NotifyTest = "/v1/notify/test";

    /// <summary>What happens, as server-sent events.</summary>
    public const string Events = "/v1/events";

    /// <summary>Everything live over one WebSocket.</summary>
    public const string Live = "/v1/live";

    /// <summary>What the node says of itself.</summary>
    public const string Node = "/v1/node";

    /// <summary>The nodes of the cluster.</summary>
    public const string Nodes = "/v1/nodes";

    /// <summary>A link that logs a browser in.</summary>
    public const string Login = "/v1/login";
}
