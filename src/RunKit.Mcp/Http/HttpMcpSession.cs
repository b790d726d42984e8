using ModelContextProtocol.Server;
using RunKit.Mcp.Jobs;
using RunKit.Mcp.Resources;

namespace RunKit.Mcp.Http;

/// <summary>One session over HTTP, from its first request to its end.</summary>
internal sealed class HttpMcpSession : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly HttpMcpClient _client;
    private readonly SessionPlaces.Place _place;
    private readonly ToolSession _session;
    private readonly ResourceSubscriptions _subscriptions;

    public HttpMcpSession(HttpMcpClient client, SessionPlaces.Place place)
    {
        (_client, _place) = (client, place);
        var options = client.Options;
        _session = new ToolSession(options.Plane, options.Scope, options.Own, new JobTable(options.Time, options.Explain));
        _subscriptions = new ResourceSubscriptions(_session, options.Explain);
    }

    /// <summary>It has begun, and is disposed of by its end.</summary>
    public bool IsServed { get; private set; }

    /// <summary>What its client may do.</summary>
    public void Configure(McpServerOptions options) => PlaneMcpServer.Configure(options, _session, _subscriptions, _client.Options.Explain);

    /// <summary>Serves it until it is ended by its client, by idleness, by the host, or because its client may not go on.</summary>
    public async Task RunAsync(McpServer server, CancellationToken cancellationToken)
    {
        IsServed = true;
        _subscriptions.Server = server;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var looks = _client.Options.Time.CreateTimer(_ => EndUnlessHeld(), null, BetweenLooks, BetweenLooks);
            await using (looks.ConfigureAwait(false))
            {
                await server.RunAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // It is over; its client learns it from the next answer.
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }

        void EndUnlessHeld()
        {
            if (!_client.Holds())
            {
                over.Cancel();
            }
        }
    }

    /// <summary>Ends its waits, and gives its place back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _subscriptions.DisposeAsync().ConfigureAwait(false);
        await _session.Jobs.DisposeAsync().ConfigureAwait(false);
        _place.Release();
    }
}
