using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;

namespace RunKit.Mcp.Http;

/// <summary>The control plane as an MCP server in a web application: the streamable HTTP transport, with sessions.</summary>
public static class PlaneMcpEndpoints
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(30);

    private const string SessionHeader = "Mcp-Session-Id";

    /// <summary>Adds what <see cref="MapRunKitMcp"/> needs.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="client">Tells whose request it is; asked at each of them.</param>
    public static IServiceCollection AddRunKitMcp(this IServiceCollection services, Func<HttpContext, HttpMcpClient> client)
    {
        ArgumentNullException.ThrowIfNull(client);
        services.AddSingleton(new Clients(client, new SessionPlaces()));
        services.AddMcpServer().WithHttpTransport(http =>
        {
            // Said, because the transport's default is to keep nothing between requests, and a run's handle is something.
            http.SessionMode = HttpServerSessionMode.Stateful;
#pragma warning disable MCP9006 // Of clients that begin a session, which the protocol's next revision does without.
            http.IdleTimeout = IdleTimeout;
            http.MaxIdleSessionCount = SessionPlaces.MostSessions;
#pragma warning restore MCP9006
            http.ConfigureSessionOptions = (context, options, _) =>
            {
                context.Features.Get<HttpMcpSession>()!.Configure(options);
                return Task.CompletedTask;
            };
#pragma warning disable MCPEXP002 // There is no other way to learn that a session has ended.
            http.RunSessionHandler = (context, server, cancellationToken) => context.Features.Get<HttpMcpSession>()!.RunAsync(server, cancellationToken);
#pragma warning restore MCPEXP002
        });
        return services;
    }

    /// <summary>
    /// Maps <see cref="Path"/>: POST, and GET and DELETE of a session. Who may call it is the application's affair; a session answers the client
    /// alone that began it.
    /// </summary>
    public static IEndpointConventionBuilder MapRunKitMcp(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var clients = endpoints.ServiceProvider.GetRequiredService<Clients>();
        var mapped = endpoints.MapMcp(Path);
        mapped.Add(endpoint =>
        {
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => AnswerAsync(context, inner, clients);
        });
        return mapped;
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate inner, Clients clients)
    {
        var client = clients.Of(context);

        // By this the transport tells whether a session is the caller's.
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, client.Identity)], "runkit"));
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers.ContainsKey(SessionHeader))
        {
            await inner(context).ConfigureAwait(false);
            return;
        }

        if (clients.Places.TryTake(client.Identity, out var problem) is not { } place)
        {
            await Results.Text(problem, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        var session = new HttpMcpSession(client, place);
        try
        {
            context.Features.Set(session);
            await inner(context).ConfigureAwait(false);
        }
        finally
        {
            if (!session.IsServed)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <param name="Of">Whose request it is.</param>
    /// <param name="Places">For sessions.</param>
    private sealed record Clients(Func<HttpContext, HttpMcpClient> Of, SessionPlaces Places);
}
