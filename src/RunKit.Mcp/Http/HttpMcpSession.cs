using ModelContextProtocol.Server;
using RunKit.Mcp.Jobs;

namespace RunKit.Mcp.Http;

/// <summary>One session over HTTP, from its first request to its end.</summary>
/// <param name="client">Whose it is.</param>
/// <param name="place">The place that it takes.</param>
internal sealed class HttpMcpSession(HttpMcpClient client, SessionPlaces.Place place) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly JobTable _jobs = new(client.Options.Time, client.Options.Explain);

    /// <summary>It has begun, and is disposed of by its end.</summary>
    public bool IsServed { get; private set; }

    /// <summary>What its client may do.</summary>
    public void Configure(McpServerOptions options) =>
        PlaneMcpServer.Configure(options, new ToolSession(client.Options.Plane, client.Options.Scope, client.Options.Own, _jobs), client.Options.Explain);

    /// <summary>Serves it until it is ended by its client, by idleness, by the host, or because its client may not go on.</summary>
    public async Task RunAsync(McpServer server, CancellationToken cancellationToken)
    {
        IsServed = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var looks = client.Options.Time.CreateTimer(_ => EndUnlessHeld(), null, BetweenLooks, BetweenLooks);
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
            if (!client.Holds())
            {
                over.Cancel();
            }
        }
    }

    /// <summary>Ends its waits, and gives its place back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _jobs.DisposeAsync().ConfigureAwait(false);
        place.Release();
    }
}
