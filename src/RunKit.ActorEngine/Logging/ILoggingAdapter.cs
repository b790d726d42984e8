using Akka.Actor;

namespace Akka.Event;

/// <summary>Where actors log. Events travel through the event stream; nothing is formatted until somebody reads it.</summary>
public interface ILoggingAdapter
{
    /// <summary>Renders templates.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether debug events are wanted.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether info events are wanted.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether warnings are wanted.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether errors are wanted.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether events of that level are wanted.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Logs a text as it stands.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);

    /// <summary>Logs a template with arguments.</summary>
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);
}

/// <summary>Makes loggers.</summary>
public static class Logging
{
    /// <summary>The actor's logger: its source is the actor's path, its class the actor's type.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null)
    {
        var cell = (ActorCell)context;
        return new BusLogging(
            cell.System.EventStream,
            cell.Self.Path.ToString(),
            cell.ActorType ?? cell.Props.Type,
            logMessageFormatter ?? cell.SystemImpl.LogFormatter);
    }

    /// <summary>A logger for what is no actor; a string names it, anything else is named by its type.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (name, type) = logSourceObj switch
        {
            string text => (text, typeof(string)),
            IActorRef actor => (actor.Path.ToString(), typeof(ActorBase)),
            Type given => (given.Name, given),
            _ => (logSourceObj.GetType().Name, logSourceObj.GetType()),
        };
        var source = logSourceObj is IActorRef ? name : $"{name}({system})";
        return new BusLogging(system.EventStream, source, type, logMessageFormatter ?? ((ActorSystemImpl)system).LogFormatter);
    }
}

/// <summary>Publishes log events on an event stream.</summary>
internal sealed class BusLogging(LoggingBus bus, string source, Type logClass, ILogMessageFormatter formatter) : ILoggingAdapter
{
    public ILogMessageFormatter Formatter => formatter;

    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);

    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);

    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);

    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= bus.LogLevel;

    public void Log(LogLevel logLevel, Exception? cause, string format) => Publish(logLevel, cause, format);

    public void Log(LogLevel logLevel, Exception? cause, LogMessage message) => Publish(logLevel, cause, message);

    private void Publish(LogLevel logLevel, Exception? cause, object message)
    {
        if (!IsEnabled(logLevel))
            return;

        bus.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, source, logClass, message),
            LogLevel.InfoLevel => new Info(cause, source, logClass, message),
            LogLevel.WarningLevel => new Warning(cause, source, logClass, message),
            _ => new Error(cause, source, logClass, message),
        });
    }
}
