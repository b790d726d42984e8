using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace RunKit.Cli.Serving;

/// <summary>The node's log, on stderr: stdout is for data.</summary>
internal static class NodeLog
{
    // Who changed what is written down, however little else is.
    private const string Audit = "runkit.audit";
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>The names of the levels, most talkative first.</summary>
    public static string[] Levels { get; } = ["trace", "debug", "info", "warning", "error"];

    public static void Add(ILoggingBuilder logging, string level)
    {
        var least = level switch
        {
            "trace" => LogEventLevel.Verbose,
            "debug" => LogEventLevel.Debug,
            "warning" => LogEventLevel.Warning,
            "error" => LogEventLevel.Error,
            _ => LogEventLevel.Information,
        };
        var talkative = least <= LogEventLevel.Debug;
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(least)
            .MinimumLevel.Override("Microsoft", talkative ? least : LogEventLevel.Warning)

            // The protocol's own log tells requests, and of them what is typed.
            .MinimumLevel.Override("ModelContextProtocol", least > LogEventLevel.Warning ? least : LogEventLevel.Warning)
            .MinimumLevel.Override(Audit, LogEventLevel.Information)
            .Enrich.With<ActorPaths>()
            .WriteTo.Console(outputTemplate: Template, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger();
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddSerilog(logger, dispose: true);
    }

    /// <summary>The same level in the actors' own words.</summary>
    public static string ForActors(string level) => level switch
    {
        "trace" or "debug" => "DEBUG",
        "warning" => "WARNING",
        "error" => "ERROR",
        _ => "INFO",
    };

    /// <summary>Shows an actor's path where others show their category: to Akka's logger all actors are of one.</summary>
    private sealed class ActorPaths : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.TryGetValue("LogSource", out var source))
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(Constants.SourceContextPropertyName, source));
            }
        }
    }
}
