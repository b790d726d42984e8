using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A system's settings: its configuration over the engine's defaults, and what was read from it.</summary>
public class Settings
{
    internal Settings(ActorSystemSetup setup)
    {
        Setup = setup;
        Config = ConfigurationFactory.Default();
        if (setup.Get<BootstrapSetup>() is { HasValue: true, Value: var bootstrap })
        {
            if (bootstrap.ConfigFallback.HasValue)
                Config = bootstrap.ConfigFallback.Value.WithFallback(Config);
            if (bootstrap.Config.HasValue)
                Config = bootstrap.Config.Value.WithFallback(Config);
        }

        CheckProvider(Config.GetString("akka.actor.provider"));
        LogLevel = Config.GetString("akka.loglevel", "INFO");
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel", "WARNING");
        Loggers = Config.GetStringList("akka.loggers");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout", TimeSpan.FromSeconds(5));
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        Throughput = Math.Max(1, Config.GetInt("akka.actor.default-dispatcher.throughput", 30));
        LogUnhandled = Config.GetBoolean("akka.actor.debug.unhandled");
        (LogDeadLetters, LogDeadLettersSuspendDuration) = ReadDeadLetterLimits();
    }

    /// <summary>What the system was set up with.</summary>
    internal ActorSystemSetup Setup { get; }

    /// <summary>The whole configuration, the engine's defaults included.</summary>
    public Config Config { get; }

    /// <summary>The level of the system's loggers: OFF, ERROR, WARNING, INFO or DEBUG.</summary>
    internal string LogLevel { get; }

    /// <summary>The level of what is written to standard output while there are no loggers yet, or no more.</summary>
    internal string StdoutLogLevel { get; }

    /// <summary>The types of the loggers.</summary>
    internal IList<string> Loggers { get; }

    /// <summary>How long a logger may take to start.</summary>
    internal TimeSpan LoggerStartTimeout { get; }

    /// <summary>How long an ask without a timeout waits; infinite unless set.</summary>
    internal TimeSpan AskTimeout { get; }

    /// <summary>How many dead letters are logged before the log falls silent for a while.</summary>
    internal int LogDeadLetters { get; }

    /// <summary>How long the log is silent about dead letters then.</summary>
    internal TimeSpan LogDeadLettersSuspendDuration { get; }

    internal int Throughput { get; }

    internal bool LogUnhandled { get; }

    /// <summary>Reads a log level; OFF is above all levels.</summary>
    internal static LogLevel ParseLogLevel(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => Event.LogLevel.DebugLevel,
        "INFO" => Event.LogLevel.InfoLevel,
        "WARNING" or "WARN" => Event.LogLevel.WarningLevel,
        "ERROR" => Event.LogLevel.ErrorLevel,
        "OFF" => (LogLevel)int.MaxValue,
        _ => throw new ConfigurationException($"'{text}' is no log level; use OFF, ERROR, WARNING, INFO or DEBUG."),
    };

    /// <summary>A type by name. Engines differ in the names of their assemblies, so the assembly named is a hint.</summary>
    internal static Type FindType(string name)
    {
        var plain = name.Split(',')[0].Trim();
        return typeof(Settings).Assembly.GetType(plain)
            ?? Type.GetType(name)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(plain)).FirstOrDefault(t => t is not null)
            ?? throw new ConfigurationException($"There is no type '{name}' in the assemblies that are loaded.");
    }

    // To run alone although a cluster was asked for would be worse than not to run.
    private static void CheckProvider(string? provider)
    {
        if (provider is not (null or "local") && provider.Split(',')[0].Trim() != "Akka.Actor.LocalActorRefProvider")
        {
            throw new ConfigurationException(
                $"akka.actor.provider is '{provider}'; this engine runs in one process and has 'local' alone. Clusters and remoting need Akka.NET.");
        }
    }

    private (int Limit, TimeSpan Silence) ReadDeadLetterLimits()
    {
        var limit = Config.GetString("akka.log-dead-letters", "10").ToUpperInvariant() switch
        {
            "ON" or "TRUE" => int.MaxValue,
            "OFF" or "FALSE" => 0,
            _ => Config.GetInt("akka.log-dead-letters"),
        };
        return (limit, Config.GetTimeSpan("akka.log-dead-letters-suspend-duration", TimeSpan.FromMinutes(5)));
    }
}
