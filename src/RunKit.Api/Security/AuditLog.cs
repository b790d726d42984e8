using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RunKit.Api.Security;

/// <summary>
/// A line for every request that changes something, or wanted to: what, the target, who, and the outcome, which is <c>done</c> or a problem's code.
/// </summary>
internal static partial class AuditLog
{
    public const string Category = "runkit.audit";

    private const int LongestField = 100;

    /// <summary>Says more exactly what is done, once the body has told it.</summary>
    public static void Note(HttpContext context, string? target, string? detail = null) => context.Features.Set(new Details(target, detail));

    /// <summary>The plane that a request speaks to. One whose change gets a line here is told so, and writes none of its own.</summary>
    public static IControlPlane PlaneOf(HttpContext context)
    {
        var plane = context.RequestServices.GetRequiredService<IControlPlane>();
        return Find(context) is null ? plane : plane.For(Caller.NameOf(context));
    }

    public static void Write(HttpContext context, string outcome)
    {
        if (Find(context) is not var (change, loggers))
        {
            return;
        }

        var details = context.Features.Get<Details>();
        var target = details?.Target ?? (string?)context.Request.RouteValues["name"] ?? "-";
        var what = details?.Detail is { } detail ? $"{change.Operation} {detail}" : change.Operation;
        Line(loggers.CreateLogger(Category), Field(what), Field(target), Caller.NameOf(context), outcome);
    }

    // Null of what gets no line: it changes nothing, or the application has no log.
    private static (Change Change, ILoggerFactory Loggers)? Find(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Change>() is { } change && context.RequestServices.GetService<ILoggerFactory>() is { } loggers
            ? (change, loggers)
            : null;

    // Names and words come from callers: none of them may end the line or write another one.
    private static string Field(string text)
    {
        var cut = text.Length > LongestField ? text[..LongestField] + "..." : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c));
    }

    [LoggerMessage(1, LogLevel.Information, "audit {Operation} server={Target} by={Caller} outcome={Outcome}")]
    private static partial void Line(ILogger log, string operation, string target, string caller, string outcome);

    private sealed record Details(string? Target, string? Detail);
}
