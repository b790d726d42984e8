using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RunKit.Api.Security;

/// <summary>
/// Two lines for every request that changes something: the intent, before anything is done, and the outcome, whatever becomes of the caller;
/// one for a request that wanted to and was refused. They go to the log, and to the application's <see cref="IAuditTrail"/> if it has one.
/// </summary>
internal static partial class AuditLog
{
    public const string Category = "runkit.audit";

    /// <summary>Everything went as it was asked for.</summary>
    public const string Done = "done";

    /// <summary>The caller went away before the request was whole: nothing was done.</summary>
    public const string HungUp = "hung-up";

    private const int LongestField = 100;

    /// <summary>
    /// Writes the intent of a change that is about to begin, with what the body has told: call it when nothing is left to check, right before
    /// the plane is asked. A second call for the same request writes nothing.
    /// </summary>
    /// <param name="target">The server that is meant; null for the one in the path.</param>
    /// <param name="detail">What else tells one change from another; never a text that somebody typed.</param>
    public static void Note(HttpContext context, string? target, string? detail = null) => Begin(context, target, null, detail);

    /// <inheritdoc cref="Note"/>
    /// <param name="command">What it runs, as far as it may be written down; null when it runs nothing.</param>
    public static void Begin(HttpContext context, string? target, AuditedCommand? command, string? detail = null)
    {
        if (Find(context) is not { } change || context.Features.Get<Details>() is not null)
        {
            return;
        }

        var details = new Details(target, command, detail, Time(context).GetTimestamp());
        context.Features.Set(details);
        Write(context, Entry(context, change, details, AuditPhase.Intent, null));
    }

    /// <summary>Whether the intent of this request has been written.</summary>
    public static bool HasBegun(HttpContext context) => context.Features.Get<Details>() is not null;

    /// <summary>The plane that a request speaks to. One whose change gets a line here is told so, and writes none of its own.</summary>
    public static IControlPlane PlaneOf(HttpContext context)
    {
        var plane = context.RequestServices.GetRequiredService<IControlPlane>();
        return OtherNode.Of(context, plane.Node) is { } node ? OtherNode.PlaneOf(context, node)
            : Find(context) is null ? plane
            : plane.For(Caller.NameOf(context));
    }

    /// <summary>Writes the outcome: <see cref="Done"/>, or the code of a problem.</summary>
    public static void Write(HttpContext context, string outcome)
    {
        if (Find(context) is not { } change)
        {
            return;
        }

        var details = context.Features.Get<Details>();
        var entry = Entry(context, change, details, AuditPhase.Outcome, outcome);
        Write(context, details is null ? entry : entry with { Milliseconds = (long)Time(context).GetElapsedTime(details.Began).TotalMilliseconds });
    }

    /// <summary>Keeps an entry where entries are kept.</summary>
    public static void Keep(IAuditTrail? trail, ILoggerFactory? loggers, AuditEntry entry)
    {
        trail?.Write(entry);
        if (loggers is not null)
        {
            Line(loggers.CreateLogger(Category), Encoding.UTF8.GetString(entry.ToJson()));
        }
    }

    private static void Write(HttpContext context, AuditEntry entry) =>
        Keep(context.RequestServices.GetService<IAuditTrail>(), context.RequestServices.GetService<ILoggerFactory>(), entry);

    private static AuditEntry Entry(HttpContext context, Change change, Details? details, AuditPhase phase, string? outcome) => new(
        Time(context).GetUtcNow(),
        context.TraceIdentifier,
        phase,
        change.Operation,
        Short(details?.Target ?? (string?)context.Request.RouteValues["name"]),
        Caller.NameOf(context),
        outcome)
    {
        Commands = details?.Command is { Names.IsEmpty: false } command ? command.Names : null,
        Words = details?.Command?.Words,
        Characters = details?.Command?.Characters,
        Detail = Short(details?.Detail),
        Node = Short(OtherNode.Of(context, context.RequestServices.GetRequiredService<IControlPlane>().Node)),
    };

    // Null of what gets no line: it changes nothing.
    private static Change? Find(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Change>();

    private static TimeProvider Time(HttpContext context) => context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;

    private static string? Short(string? text) => text?.Length > LongestField ? text[..LongestField] + "..." : text;

    [LoggerMessage(1, LogLevel.Information, "audit {Entry}")]
    private static partial void Line(ILogger log, string entry);

    private sealed record Details(string? Target, AuditedCommand? Command, string? Detail, long Began);
}
