using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RunKit.Api.Errors;

/// <summary>Callers who go away before they have their answer: as common as closed lids, and no failure of the node's.</summary>
internal static partial class HangUps
{
    /// <summary>One line, for who looks for it.</summary>
    public static void Tell(HttpContext context)
    {
        if (context.RequestServices.GetService<ILoggerFactory>() is { } loggers)
        {
            Line(loggers.CreateLogger("runkit"), context.Request.Method, context.Request.Path);
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "the caller of {Method} {Path} has hung up")]
    private static partial void Line(ILogger log, string method, PathString path);
}
