using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>Tells a logger to subscribe to log events; it answers with <see cref="LoggerInitialized"/>.</summary>
public sealed class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    /// <summary>Where the events come from.</summary>
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger is ready.</summary>
public sealed class LoggerInitialized : INoSerializationVerificationNeeded;

/// <summary>The mailbox of loggers.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;

/// <summary>The logger that is used when no other is named: writes to standard output.</summary>
public sealed class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                StandardOutLogger.Print(logEvent);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Writes log events to standard output as they are told; used while a system starts and stops.</summary>
internal sealed class StandardOutLogger : ActorRefBase
{
    internal StandardOutLogger()
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems")) / "StandardOutLogger";

    /// <inheritdoc/>
    public override void Tell(object message, IActorRef? sender)
    {
        if (message is LogEvent logEvent)
            Print(logEvent);
    }

    internal static void Print(LogEvent logEvent)
    {
        string line;
        try
        {
            line = logEvent.ToString();
        }
        catch (FormatException failure)
        {
            var template = (logEvent.Message as LogMessage)?.Format ?? logEvent.Message;
            line = $"[{logEvent.LogLevel()}][{logEvent.LogSource}] A log template could not be rendered ({failure.Message}): {template}";
        }

        (logEvent.LogLevel() == LogLevel.ErrorLevel ? Console.Error : Console.Out).WriteLine(line);
    }
}
