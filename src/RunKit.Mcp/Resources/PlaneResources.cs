using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using RunKit.Mcp.Tools;

namespace RunKit.Mcp.Resources;

/// <summary>What a client can read without a tool: the servers, the panes of one, what one pane shows. Within any scope, since all may read.</summary>
internal static class PlaneResources
{
    private const string Json = "application/json";
    private const string Plain = "text/plain";

    /// <summary>The forms of their names.</summary>
    public static ListResourceTemplatesResult Templates { get; } = new()
    {
        ResourceTemplates =
        [
            new ResourceTemplate { Name = "server", UriTemplate = ResourceUri.ServerTemplate, MimeType = Json, Description = "The panes of a server, with their handles. Can be subscribed to." },
            new ResourceTemplate { Name = "pane", UriTemplate = ResourceUri.PaneTemplate, MimeType = Plain, Description = "What a pane shows at this moment; 'pane' is its handle, escaped. To wait for something there, use the tool wait." },
        ],
    };

    public static async Task<ListResourcesResult> ListAsync(ToolSession session, CancellationToken cancellationToken)
    {
        var servers = await session.Plane.GetServersAsync(cancellationToken).ConfigureAwait(false);
        return new ListResourcesResult
        {
            Resources =
            [
                new Resource { Name = "servers", Uri = ResourceUri.Servers, MimeType = Json, Description = "The tmux servers of this machine's user, and how they are. Can be subscribed to." },
                .. servers.Where(server => server.Generation is not null && ServerName.TryParse(server.Name, out _)).Select(server => new Resource
                {
                    Name = server.Name, Uri = ResourceUri.OfServer(new ServerName(server.Name)), MimeType = Json, Description = $"The panes of the server {server.Name}.",
                }),
            ],
        };
    }

    /// <exception cref="ToolException">What it names is not there, or not known.</exception>
    /// <exception cref="McpProtocolException">It is the name of no resource.</exception>
    public static async Task<ReadResourceResult> ReadAsync(string uri, ToolSession session, CancellationToken cancellationToken)
    {
        if (ResourceUri.PaneIn(uri) is { } handle)
        {
            var answer = await CaptureTool.CallAsync(new CaptureTool.Arguments { Pane = handle }, session, cancellationToken).ConfigureAwait(false);
            return Contents(uri, Plain, answer.Lines!.Text);
        }

        var server = uri == ResourceUri.Servers ? null : ResourceUri.ServerIn(uri) ?? throw Unknown(uri);
        var list = server is { } name
            ? await ListTool.CallAsync(new ListTool.Arguments { Server = name.Value }, session, cancellationToken).ConfigureAwait(false)
            : await ListTool.ServersAsync(session, cancellationToken).ConfigureAwait(false);
        return Contents(uri, Json, list.FactsAsJson());
    }

    /// <summary>The protocol's own answer to a name that nothing has.</summary>
    public static McpProtocolException Unknown(string uri) => new(
        $"'{Printable.Line(uri)}' is no resource; there are {ResourceUri.Servers}, {ResourceUri.ServerTemplate} and {ResourceUri.PaneTemplate}", McpErrorCode.ResourceNotFound);

    private static ReadResourceResult Contents(string uri, string type, string text) =>
        new() { Contents = [new TextResourceContents { Uri = uri, MimeType = type, Text = text }] };
}
