using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace RunKit.Mcp.Resources;

/// <summary>
/// The resources that one client follows, by either revision of the protocol: <c>resources/subscribe</c>, for the whole session, or
/// <c>subscriptions/listen</c>, for as long as that request lasts. Safe from any thread.
/// </summary>
internal sealed class ResourceSubscriptions(ToolSession session, Func<Exception, string?> explain) : IAsyncDisposable
{
    /// <summary>How many resources one client can follow.</summary>
    public const int Most = 64;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closed = new();
    private volatile ImmutableHashSet<string> _followed = [];
    private Task? _watching;

    /// <summary>The session, once it is served: what is told belongs to no request.</summary>
    public McpServer? Server { private get; set; }

    /// <exception cref="McpException">It is none that can be followed, or one too many.</exception>
    public async Task SubscribeAsync(string uri, CancellationToken cancellationToken)
    {
        Check(_followed.Add(uri));
        var after = await session.Plane.GetLastEventIdAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _followed = _followed.Add(uri);
            _watching ??= new ResourceWatch(session, explain, after, () => _followed, (changed, token) => Server!.SendNotificationAsync(
                NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = changed }, cancellationToken: token)).RunAsync(_closed.Token);
        }
    }

    public void Unsubscribe(string uri)
    {
        lock (_gate)
        {
            _followed = _followed.Remove(uri);
        }
    }

    /// <summary>Says which are followed, and then what changes, until the request is cancelled.</summary>
    /// <exception cref="McpException">One of them cannot be followed, or there are too many.</exception>
    public async Task<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var followed = ImmutableHashSet.CreateRange(StringComparer.Ordinal, request.Params?.Notifications?.ResourceSubscriptions ?? []);
        Check(followed);
        var after = await session.Plane.GetLastEventIdAsync(cancellationToken).ConfigureAwait(false);
        await TellAsync(
            NotificationMethods.SubscriptionsAcknowledgedNotification,
            new { notifications = new { resourceSubscriptions = followed } },
            cancellationToken).ConfigureAwait(false);
        await new ResourceWatch(session, explain, after, () => followed, (uri, token) => TellAsync(NotificationMethods.ResourceUpdatedNotification, new { uri }, token))
            .RunAsync(cancellationToken).ConfigureAwait(false);
        return new EmptyResult();

        Task TellAsync(string method, object words, CancellationToken token)
        {
            var parameters = JsonSerializer.SerializeToNode(words)!.AsObject();
            parameters["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = JsonSerializer.SerializeToNode(request.JsonRpcRequest.Id, McpJsonUtilities.DefaultOptions) };
            return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        Task? watching;
        lock (_gate)
        {
            watching = _watching;
        }

        if (watching is not null)
        {
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _closed.Dispose();
    }

    private static void Check(ImmutableHashSet<string> followed)
    {
        if (followed.FirstOrDefault(uri => !ResourceUri.CanBeFollowed(uri)) is { } uri)
        {
            throw ResourceUri.PaneIn(uri) is null
                ? PlaneResources.Unknown(uri)
                : new McpProtocolException("what a pane shows cannot be subscribed to; use the tool wait", McpErrorCode.InvalidParams);
        }

        if (followed.Count > Most)
        {
            throw new McpProtocolException($"no more than {Most} resources can be followed", McpErrorCode.InvalidParams);
        }
    }
}
