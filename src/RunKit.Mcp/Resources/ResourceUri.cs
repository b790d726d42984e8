namespace RunKit.Mcp.Resources;

/// <summary>How resources are named.</summary>
internal static class ResourceUri
{
    /// <summary>The servers.</summary>
    public const string Servers = "runkit://servers";

    /// <summary>The panes of one server.</summary>
    public const string ServerTemplate = ServerStart + "{server}";

    /// <summary>What one pane shows; the handle is escaped as in any URI.</summary>
    public const string PaneTemplate = PaneStart + "{pane}";

    private const string ServerStart = "runkit://server/";
    private const string PaneStart = "runkit://pane/";

    public static string OfServer(ServerName server) => ServerStart + server.Value;

    /// <summary>The server whose panes it names; null when it is no such name.</summary>
    public static ServerName? ServerIn(string uri) => Rest(uri, ServerStart) is { } name && ServerName.TryParse(name, out var server) ? server : null;

    /// <summary>The handle of the pane that it names; null when it is no such name.</summary>
    public static string? PaneIn(string uri) => Rest(uri, PaneStart) is { } pane ? Uri.UnescapeDataString(pane) : null;

    /// <summary>Whether it is one that changes are told of. What panes show changes all the time: that is waited for with the tool.</summary>
    public static bool CanBeFollowed(string uri) => uri == Servers || ServerIn(uri) is not null;

    private static string? Rest(string uri, string start) => uri.StartsWith(start, StringComparison.Ordinal) ? uri[start.Length..] : null;
}
