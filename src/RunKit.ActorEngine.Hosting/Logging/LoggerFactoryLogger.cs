using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.Logging;

/// <summary>
/// Hands log events to Microsoft.Extensions.Logging: the category is the logging type's name, the path stands before the message and, with
/// thread and time, in the state.
/// </summary>
public class LoggerFactoryLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly Dictionary<Type, ILogger> _loggers = [];
    private readonly ILoggerFactory _factory;

    /// <summary>A logger with the factory that the actor system was set up with.</summary>
    public LoggerFactoryLogger()
    {
        var setup = Context.System.Settings.Setup.Get<LoggerFactorySetup>();
        _factory = setup.HasValue
            ? setup.Value.LoggerFactory
            : throw new ConfigurationException("LoggerFactoryLogger has no ILoggerFactory: add it with AddLoggerFactory.");
    }

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Write(logEvent);
                return true;
            default:
                return false;
        }
    }

    private void Write(LogEvent logEvent)
    {
        if (!_loggers.TryGetValue(logEvent.LogClass, out var logger))
            _loggers[logEvent.LogClass] = logger = _factory.CreateLogger(logEvent.LogClass.FullName ?? logEvent.LogClass.Name);

        var level = logEvent.LogLevel() switch
        {
            Event.LogLevel.DebugLevel => LogLevel.Debug,
            Event.LogLevel.InfoLevel => LogLevel.Information,
            Event.LogLevel.WarningLevel => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        if (logger.IsEnabled(level))
            logger.Log(level, default, new LogEventState(logEvent), logEvent.Cause, static (state, _) => state.ToString());
    }
}

/// <summary>Which factory the <see cref="LoggerFactoryLogger"/> of a system logs to.</summary>
internal sealed class LoggerFactorySetup(ILoggerFactory loggerFactory) : Setup
{
    /// <summary>The factory.</summary>
    public ILoggerFactory LoggerFactory { get; } = loggerFactory;
}
