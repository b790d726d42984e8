using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using RunKit.Api.Login;

namespace RunKit.Api.Security;

/// <summary>
/// Decides who gets through. Over a unix socket the file's mode has decided. Otherwise the host must be one of ours, so that no page can reach
/// us under a name of its own (DNS rebinding); a page's origin must be ours or listed; and a token must have the scope that the endpoint asks for.
/// </summary>
public static class AccessGate
{
    private const string Scheme = "Bearer";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Puts the gate in front of the endpoints: behind routing, which tells what an endpoint asks for.</summary>
    public static IApplicationBuilder UseRunKitAccess(this IApplicationBuilder app, AccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(policy);
        return app.Use((context, next) => PassAsync(context, next, policy));
    }

    private static Task PassAsync(HttpContext context, RequestDelegate next, AccessPolicy policy)
    {
        if (!Caller.TryIdentify(context))
        {
            HangUps.Tell(context);
            return Task.CompletedTask;
        }

        if (context.Features.Get<Caller>() is not null)
        {
            return next(context);
        }

        if (!policy.AdmitsHost(context.Request.Host))
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, ProblemCodes.ForeignHost, $"this node is not known as '{context.Request.Host.Host}'");
        }

        if (context.Request.Headers.Origin is { Count: > 0 } origins)
        {
            if (!AdmitsOrigin(context, policy, origins))
            {
                return RefuseAsync(context, StatusCodes.Status403Forbidden, ProblemCodes.ForeignOrigin, $"pages of {origins} may not call this node");
            }

            if (IsPreflight(context))
            {
                return AnswerPreflight(context.Response);
            }
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            return WithTokenAsync(context, next, policy);
        }

        CloseAfterwards(context.Response);
        return next(context);
    }

    private static Task WithTokenAsync(HttpContext context, RequestDelegate next, AccessPolicy policy)
    {
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var challenge = $"{Scheme} realm=\"runkit\"";
        if (Presented(context.Request) is not { } presented)
        {
            if (policy.Logins?.Find(context.Request) is { } session)
            {
                return WithSessionAsync(context, next, policy.Logins, session, time);
            }

            context.Response.Headers.WWWAuthenticate = challenge;
            if (context.GetEndpoint()?.Metadata.GetMetadata<BrowserPage>() is not null)
            {
                CloseAfterwards(context.Response);
                return LoginPage.AnswerStranger(context).ExecuteAsync(context);
            }

            return RefuseAsync(context, StatusCodes.Status401Unauthorized, ProblemCodes.TokenMissing, "a token is needed: Authorization: Bearer TOKEN");
        }

        if (policy.Tokens.Find(presented, time.GetUtcNow()) is not { } token)
        {
            context.Response.Headers.WWWAuthenticate = $"{challenge}, error=\"invalid_token\"";
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, ProblemCodes.TokenUnknown, "that is no token of this node's, or none any more");
        }

        var caller = new Caller(token.Name, token.Scope, token.Servers) { Holds = () => policy.Tokens.Holds(token, time.GetUtcNow()) };
        context.Features.Set(caller);
        if (token.Scope < Needed(context))
        {
            context.Response.Headers.WWWAuthenticate = $"{challenge}, error=\"insufficient_scope\", scope=\"{KebabCase.Of(Needed(context))}\"";
            return RefuseScopeAsync(context, $"the token {token.Name}", token.Scope);
        }

        return token.Servers is { } servers && !HeedsServers(context, servers)
            ? RefuseAsync(context, StatusCodes.Status403Forbidden, ProblemCodes.ScopeTooSmall, $"the token {token.Name} reaches only the servers {servers}")
            : WhileItCountsAsync(context, next, caller.Holds, time);
    }

    // A browser sends a cookie with every request to its host, also one that another page made it send: what changes something must come from the page that logged in.
    private static Task WithSessionAsync(HttpContext context, RequestDelegate next, Logins logins, LoginSession session, TimeProvider time)
    {
        var caller = new Caller(session.Name, session.Scope) { Holds = () => logins.Holds(session), Login = session };
        context.Features.Set(caller);
        if (!IsReading(context.Request) && Logins.Problem(context.Request, session) is { } problem)
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, ProblemCodes.ForeignOrigin, problem);
        }

        return session.Scope < Needed(context)
            ? RefuseScopeAsync(context, session.Name, session.Scope)
            : WhileItCountsAsync(context, next, caller.Holds, time);
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static AccessScope Needed(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Scope ?? AccessScope.Read;

    private static Task RefuseScopeAsync(HttpContext context, string who, AccessScope has) => RefuseAsync(
        context,
        StatusCodes.Status403Forbidden,
        ProblemCodes.ScopeTooSmall,
        $"this needs the scope {KebabCase.Of(Needed(context))}; {who} has {KebabCase.Of(has)}");

    // What is not about servers that a token reaches, it does not open: an endpoint has to say that it looks at that itself.
    private static bool HeedsServers(HttpContext context, string servers) => context.Request.RouteValues["name"] is string name
        ? AccessToken.Reaches(servers, name)
        : context.GetEndpoint()?.Metadata.GetMetadata<HeedsServers>() is not null;

    // A stream lasts for days: one whose token has been taken away, or has ended, does not.
    private static async Task WhileItCountsAsync(HttpContext context, RequestDelegate next, Func<bool> counts, TimeProvider time)
    {
        var looks = time.CreateTimer(_ => EndUnlessHeld(), null, BetweenLooks, BetweenLooks);
        await using (looks.ConfigureAwait(false))
        {
            await next(context).ConfigureAwait(false);
        }

        void EndUnlessHeld()
        {
            if (!counts())
            {
                context.Abort();
            }
        }
    }

    private static string? Presented(HttpRequest request)
    {
        var text = request.Headers.Authorization.ToString();
        return text.Length > Scheme.Length && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && text[Scheme.Length] == ' '
            ? text[Scheme.Length..].Trim()
            : null;
    }

    // The host has been looked at already, so a page of that very host and port is one that this node serves itself.
    private static bool AdmitsOrigin(HttpContext context, AccessPolicy policy, StringValues origins)
    {
        if (origins is not [{ } origin])
        {
            return false;
        }

        if (origin.Equals($"{context.Request.Scheme}://{context.Request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!policy.ListsOrigin(origin))
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = HeaderNames.ETag;
        headers.Vary = HeaderNames.Origin;
        return true;
    }

    private static bool IsPreflight(HttpContext context) =>
        HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0;

    private static Task AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, POST";
        response.Headers.AccessControlAllowHeaders = "authorization, content-type, if-none-match, last-event-id";
        response.Headers.AccessControlMaxAge = "600";
        return Task.CompletedTask;
    }

    // A connection costs a place among few: who has shown no token keeps none beyond one answer.
    private static void CloseAfterwards(HttpResponse response) => response.Headers.Connection = "close";

    private static Task RefuseAsync(HttpContext context, int status, string code, string detail)
    {
        CloseAfterwards(context.Response);
        AuditLog.Write(context, code);
        return Answers.Problem(status, code, Printable(detail)).ExecuteAsync(context);
    }

    // Headers come from strangers; a detail is one line.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
