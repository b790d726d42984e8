using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Errors;
using RunKit.Api.Security;
using RunKit.Api.Servers;

namespace RunKit.Api.Login;

/// <summary>A browser's way in: a link, the page behind it, and a session that is a cookie.</summary>
public static class LoginEndpoints
{
    private const string PagePath = "/login";

    /// <summary>
    /// Maps <c>POST /v1/login</c> (a link), <c>GET /login</c> (its page), <c>POST /v1/session</c> (spends it) and <c>POST /v1/logout</c>. The same
    /// <paramref name="logins"/> belong to the <see cref="AccessPolicy"/>.
    /// </summary>
    /// <param name="address">Where browsers reach this node, such as <c>http://127.0.0.1:7117</c>; null where they cannot.</param>
    /// <param name="openPort">Lets them reach it, and returns where, or why that cannot be; null where that is not offered.</param>
    public static IEndpointConventionBuilder MapRunKitLogin(
        this IEndpointRouteBuilder endpoints, Logins logins, Func<string?> address, Func<CancellationToken, Task<(string? Address, string? Problem)>>? openPort = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(logins);
        var group = endpoints.MapGroup("");
        HeadRequests.AnswerAsGet(group);
        group.MapPost(HttpPaths.Login, ErrorsAsProblems.Endpoint((context, _) => LinkAsync(context, logins, address, openPort))).WithMetadata(new Change("login", AccessScope.Admin));
        group.MapGet(PagePath, ErrorsAsProblems.Endpoint((context, _) => Task.FromResult(LoginPage.Answer(context)))).WithMetadata(new OpenToAll());
        group.MapPost("/v1/session", ErrorsAsProblems.Endpoint((context, _) => OpenAsync(context, logins))).WithMetadata(new Change("session", AccessScope.Read), new OpenToAll());
        group.MapPost("/v1/logout", ErrorsAsProblems.Endpoint((context, _) => Task.FromResult(End(context, logins)))).WithMetadata(new Change("logout", AccessScope.Read), new HeedsServers());
        return group;
    }

    private static async Task<IResult> LinkAsync(
        HttpContext context, Logins logins, Func<string?> reached, Func<CancellationToken, Task<(string? Address, string? Problem)>>? openPort)
    {
        var request = await BodyReader.ReadAsync(context, HttpJson.Default.LoginRequest).ConfigureAwait(false);
        var scope = request.Scope is null ? AccessScope.Admin : ScopeOf(request.Scope);
        var (address, problem) = openPort is null || !request.OpenPort || reached() is not null
            ? (reached(), null)
            : await openPort(context.RequestAborted).ConfigureAwait(false);
        if (address is null)
        {
            return Answers.Problem(StatusCodes.Status409Conflict, ProblemCodes.Refused, problem ?? "the node has no port that a browser could reach; start it with --listen 7117, or set runkit.http.listen");
        }

        AuditLog.Note(context, null, KebabCase.Of(scope));
        return Answers.Json(new LoginLink($"{address}{PagePath}#{logins.NewLink(scope)}", (int)Logins.LinkLife.TotalSeconds), HttpJson.Default.LoginLink);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, Logins logins)
    {
        if (!Logins.IsOwnPage(context.Request))
        {
            return Answers.Problem(StatusCodes.Status403Forbidden, ProblemCodes.ForeignOrigin, "only this node's own page logs a browser in");
        }

        var request = await BodyReader.ReadAsync(context, HttpJson.Default.SessionRequest).ConfigureAwait(false);
        AuditLog.Note(context, null);
        if (logins.Redeem(request.Secret ?? "", context.Request.Host.Value ?? "") is not { } opened)
        {
            return Answers.Problem(StatusCodes.Status401Unauthorized, ProblemCodes.TokenUnknown, "this link has been used, or is older than a minute; run: runkit login");
        }

        context.Features.Set(new Caller(opened.Session.Name, opened.Session.Scope));
        context.Response.Cookies.Append(Logins.CookieOf(context.Request), opened.Cookie, Cookie(context, Logins.SessionLife));
        context.Response.Headers.CacheControl = "no-store";
        return Answers.Json(new SessionOpened(opened.Key), HttpJson.Default.SessionOpened);
    }

    private static IResult End(HttpContext context, Logins logins)
    {
        AuditLog.Note(context, null);
        if (logins.Find(context.Request) is { } session)
        {
            logins.End(session);
            context.Response.Cookies.Delete(Logins.CookieOf(context.Request), Cookie(context, null));
        }

        return Answers.Text("", "text/plain; charset=utf-8");
    }

    private static CookieOptions Cookie(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.Headers.Origin is [{ } origin] && origin.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = "/",
        MaxAge = life,
    };

    private static AccessScope ScopeOf(string word) => Enum.GetValues<AccessScope>().Where(scope => KebabCase.Of(scope) == word).Cast<AccessScope?>().FirstOrDefault()
        ?? throw BodyReader.Bad("\"scope\" is read, input, manage or admin");
}
