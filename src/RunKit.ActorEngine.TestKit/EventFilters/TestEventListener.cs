using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

/// <summary>The logger of test systems: counts what event filters expect, and prints the rest.</summary>
public sealed class TestEventListener : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly List<EventFilterBase> _filters = [];

    /// <summary>A logger; it starts with <see cref="InitializeLogger"/>.</summary>
    public TestEventListener()
    {
        Receive<InitializeLogger>(initialize =>
        {
            foreach (var channel in new[] { typeof(Mute), typeof(Unmute), typeof(DeadLetter) })
                initialize.LoggingBus.Subscribe(Self, channel);

            Sender.Tell(new LoggerInitialized());
        });
        Receive<Mute>(mute => _filters.AddRange(mute.Filters));
        Receive<Unmute>(unmute => _filters.RemoveAll(unmute.Filters.Contains));
        Receive<DeadLetter>(letter => IsFiltered(new Warning(null, letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter)));
        Receive<LogEvent>(logEvent =>
        {
            if (!IsFiltered(logEvent))
                StandardOutLogger.Print(logEvent);
        });
    }

    private bool IsFiltered(LogEvent logEvent) => _filters.Exists(filter => filter.Apply(logEvent));
}
