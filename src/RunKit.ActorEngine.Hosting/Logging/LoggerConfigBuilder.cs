using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;

namespace Akka.Hosting;

/// <summary>Says which loggers an actor system has, and from which level on they hear of what happens.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly List<Type> _loggers = [typeof(DefaultLogger)];
    private LogLevel? _logLevel;
    private Type? _formatter;

    internal LoggerConfigBuilder() { }

    /// <summary>The lowest level that is logged. Unless it is set, <c>akka.loglevel</c> decides.</summary>
    public LogLevel LogLevel
    {
        get => _logLevel ?? LogLevel.InfoLevel;
        set => _logLevel = value;
    }

    internal ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Removes all loggers, the default one on standard output too.</summary>
    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    /// <summary>Adds a logger: an actor that answers <see cref="InitializeLogger"/> and receives log events.</summary>
    public LoggerConfigBuilder AddLogger<T>() where T : IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        if (!_loggers.Contains(typeof(T)))
            _loggers.Add(typeof(T));
        return this;
    }

    /// <summary>Sets how message templates are rendered where a logger adapter is not given a formatter of its own.</summary>
    public LoggerConfigBuilder WithDefaultLogMessageFormatter<T>() where T : ILogMessageFormatter
    {
        _formatter = typeof(T);
        return this;
    }

    internal Config ToConfig()
    {
        var lines = new List<string> { $"akka.loggers = [{string.Join(", ", _loggers.Select(Name))}]" };
        if (_logLevel is { } level)
            lines.Add($"akka.loglevel = {level.ToString().Replace("Level", "", StringComparison.Ordinal).ToUpperInvariant()}");
        if (_formatter is not null)
            lines.Add($"akka.logger-formatter = {Name(_formatter)}");

        return ConfigurationFactory.ParseString(string.Join('\n', lines));
    }

    private static string Name(Type type) => $"\"{type.FullName}, {type.Assembly.GetName().Name}\"";
}

/// <summary>Loggers of an actor system in a host.</summary>
public static class LoggingExtensions
{
    /// <summary>Chooses the loggers and the log level.</summary>
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        var loggers = new LoggerConfigBuilder();
        configurator(loggers);
        if (loggers.LoggerFactory is { } factory)
            builder.AddSetup(new LoggerFactorySetup(factory));

        return builder.AddHocon(loggers.ToConfig(), HoconAddMode.Prepend);
    }

    /// <summary>Adds the logger that writes to standard output.</summary>
    public static LoggerConfigBuilder AddDefaultLogger(this LoggerConfigBuilder configBuilder) => configBuilder.AddLogger<DefaultLogger>();

    /// <summary>Adds the logger that hands everything to Microsoft.Extensions.Logging: to this factory, or to the container's.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder, ILoggerFactory? loggerFactory = null)
    {
        configBuilder.LoggerFactory = loggerFactory ?? configBuilder.LoggerFactory;
        return configBuilder.AddLogger<LoggerFactoryLogger>();
    }
}
