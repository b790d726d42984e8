using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RunKit.Mcp;

/// <summary>Tells a client how a call of a tool goes on, for clients that gave a token for that.</summary>
/// <param name="Server">The session.</param>
/// <param name="Token">The client's token.</param>
internal sealed record CallProgress(McpServer Server, ProgressToken Token)
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Null where the client did not ask for it.</summary>
    public static CallProgress? Of(RequestContext<CallToolRequestParams> request) =>
        request.Params?.ProgressToken is { } token ? new CallProgress(request.Server, token) : null;

    /// <summary>Says it: the seconds of this call, of those that it may take, and a few words.</summary>
    public Task TellAsync(TimeSpan elapsed, TimeSpan limit, string words, CancellationToken cancellationToken) => Server.NotifyProgressAsync(
        Token,
        new ProgressNotificationValue { Progress = (float)elapsed.TotalSeconds, Total = (float)limit.TotalSeconds, Message = words },
        cancellationToken: cancellationToken);
}
