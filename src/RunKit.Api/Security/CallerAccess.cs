using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RunKit.Api.Security;

/// <summary>What another part of the same application, which has endpoints of its own, is told of a caller that the gate let through.</summary>
/// <param name="Name">For the audit log.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Identity">The same for requests of the same caller with the same rights, and for no others.</param>
/// <param name="Plane">The plane as this caller has it: with the servers that it reaches, and with the audit log's lines of what it changes.</param>
/// <param name="Holds">Whether its token, or its login, counts still.</param>
public sealed record CallerAccess(string Name, AccessScope Scope, string Identity, IControlPlane Plane, Func<bool> Holds)
{
    /// <summary>Tells who calls. The endpoint is one of <see cref="HeedCallers"/>'s.</summary>
    /// <param name="context">The request.</param>
    /// <param name="part">The part of the application, for the audit log.</param>
    public static CallerAccess Of(HttpContext context, string part)
    {
        ArgumentNullException.ThrowIfNull(context);
        var caller = context.Features.Get<Caller>();
        var name = $"{Caller.NameOf(context)}/{part}";
        var services = context.RequestServices;
        var plane = services.GetRequiredService<IControlPlane>().For(name);

        // Without a gate the application itself has decided, and its callers may do everything.
        var scope = caller?.Scope ?? AccessScope.Admin;
        return new CallerAccess(
            name,
            scope,
            string.Create(CultureInfo.InvariantCulture, $"{name} {KebabCase.Of(scope)} {caller?.Servers}"),
            new CallerPlane(plane, caller?.Servers, CallerAudit.Of(services, name)),
            caller?.Holds ?? (static () => true));
    }

    /// <summary>The application's plane as a caller of another node has it: with the servers that it reaches, and with the audit log's lines of what it changes.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The caller, for the audit log: the node and whom it asks for.</param>
    /// <param name="servers">Which servers it reaches; null for all.</param>
    public static IControlPlane PlaneFor(IServiceProvider services, string name, string? servers)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new CallerPlane(services.GetRequiredService<IControlPlane>().For(name), servers, CallerAudit.Of(services, name));
    }

    /// <summary>Writes down what a caller of another node wanted and was refused.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The caller.</param>
    /// <param name="operation">What it wanted.</param>
    public static void NoteRefused(IServiceProvider services, string name, string operation)
    {
        ArgumentNullException.ThrowIfNull(services);
        CallerAudit.Of(services, name).Refused(operation);
    }

    /// <summary>
    /// Puts the endpoints of another part behind the same rules as the API's own: callers over a unix socket are known, the headers that take
    /// away are heeded, and a body has a bound. They must answer by <see cref="Of"/> alone what is about servers.
    /// </summary>
    public static void HeedCallers(IEndpointConventionBuilder endpoints, int maxBody)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.Add(endpoint =>
        {
            endpoint.Metadata.Add(new HeedsServers());
            endpoint.Metadata.Add(new ApiLimits.BodyLimit(maxBody));
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => AnswerAsync(context, inner, maxBody);
        });
    }

    private static Task AnswerAsync(HttpContext context, RequestDelegate inner, int maxBody)
    {
        if (!Caller.TryIdentify(context))
        {
            HangUps.Tell(context);
            return Task.CompletedTask;
        }

        if (context.Request.ContentLength > maxBody)
        {
            return Answers.Problem(
                StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, $"the body has {context.Request.ContentLength} bytes; allowed: {maxBody}").ExecuteAsync(context);
        }

        return ScopeHeaders.Refusal(context) is { } refusal ? refusal.ExecuteAsync(context) : inner(context);
    }
}
