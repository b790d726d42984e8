using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Api.Events;
using RunKit.Api.Login;
using RunKit.Api.Security;

namespace RunKit.Api.Live;

/// <summary><c>GET /v1/live</c>: one WebSocket for everything that is live, with a channel for each.</summary>
internal static class LiveEndpoint
{
    private const string KeyHeader = "Sec-WebSocket-Key";
    private const string VersionHeader = "Sec-WebSocket-Version";
    private const string Version = "13";
    private const int KeyBytes = 16;

    // RFC 6455, 1.3.
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static void Map(IEndpointRouteBuilder endpoints, StreamSlots slots) =>
        endpoints.MapGet(HttpPaths.Live, ErrorsAsProblems.Endpoint((context, _) => Task.FromResult(Answer(context, slots)))).WithMetadata(new HeedsServers());

    private static IResult Answer(HttpContext context, StreamSlots slots)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } || !IsWebSocket(context.Request))
        {
            context.Response.Headers.Upgrade = "websocket";
            return Answers.Problem(StatusCodes.Status426UpgradeRequired, ProblemCodes.BadParameter, $"{HttpPaths.Live} is a WebSocket (RFC 6455, version {Version})");
        }

        // A page cannot choose its Origin, and a browser sends the cookie for pages of every port of its host.
        return context.Features.Get<Caller>()?.Login is not null && !Logins.IsOwnPage(context.Request)
            ? Answers.Problem(StatusCodes.Status403Forbidden, ProblemCodes.ForeignOrigin, "a cookie opens this to this node's own page only")
            : new Upgrade(slots);
    }

    private static bool IsWebSocket(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
        && request.Headers[VersionHeader] == Version
        && request.Headers[KeyHeader] is [{ } key]
        && Convert.TryFromBase64String(key, new byte[KeyBytes + 2], out var length) && length == KeyBytes;

    private sealed class Upgrade(StreamSlots slots) : IResult
    {
        private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (!slots.TryTake(httpContext, out var problem))
            {
                await Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.TooManyStreams, problem).ExecuteAsync(httpContext).ConfigureAwait(false);
                return;
            }

            try
            {
                await RunAsync(httpContext).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }

        private static async Task RunAsync(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers.Connection = "Upgrade";
            headers.Upgrade = "websocket";
            headers["Sec-WebSocket-Accept"] = Accept(context.Request.Headers[KeyHeader].ToString());
            var access = CallerAccess.Of(context, "live");
            var login = context.Features.Get<Caller>()?.Login;
            var services = context.RequestServices;
            var ending = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
            var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
            using var socket = WebSocket.CreateFromStream(
                stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = HttpContract.Heartbeat, KeepAliveTimeout = AnswerLimit });
            var hello = new LiveMessage(LiveWords.Hello) { Protocol = LiveWords.Protocol, Node = access.Plane.Node, Scope = KebabCase.Of(access.Scope) };
            var opener = new LiveOpener(access.Plane, access.Scope, login, services.GetService<TimeProvider>() ?? TimeProvider.System);
            await new LiveConnection(socket, opener, hello, ending).RunAsync(context.RequestAborted).ConfigureAwait(false);
        }

        [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The protocol says SHA-1; it proves only that WebSocket is spoken.")]
        private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Salt)));
    }
}
