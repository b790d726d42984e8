using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Makes expectations on log events. Texts are compared exactly; <c>source</c> is the event's LogSource.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase>? filters = null)
    {
        _testkit = testkit;
        _system = system;
        _filters = filters ?? [];
    }

    /// <summary>Errors caused by a <typeparamref name="TException"/>; the text is the event's message or the exception's.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => OnError<TException>(Text(message, start, contains), source);

    /// <summary>Error events.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OnLevel<Error>(Text(message, start, contains), source);

    /// <summary>Warning events.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OnLevel<Warning>(Text(message, start, contains), source);

    /// <summary>Info events.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OnLevel<Info>(Text(message, start, contains), source);

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OnLevel<Debug>(Text(message, start, contains), source);

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => DeadLetter<object>();

    /// <summary>Dead letters whose message is a <typeparamref name="TMessage"/>.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        Custom(evt => evt.Message is DeadLetter { Message: TMessage } && (source is null || evt.LogSource == source));

    /// <summary>Events that satisfy the predicate.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) =>
        new EventFilterApplier(_testkit, _system, [.. _filters, new PredicateFilter(predicate)]);

    private IEventFilterApplier OnLevel<TLogEvent>(Predicate<string> text, string? source)
        where TLogEvent : LogEvent =>
        Custom(evt => evt is TLogEvent && (source is null || evt.LogSource == source) && text(Rendered(evt)));

    private IEventFilterApplier OnError<TException>(Predicate<string> text, string? source)
        where TException : Exception =>
        Custom(evt => evt is Error { Cause: TException cause }
            && (source is null || evt.LogSource == source)
            && (text(Rendered(evt)) || text(cause.Message)));

    /// <summary>A template that does not render must not take the listener down with it.</summary>
    private static string Rendered(LogEvent logEvent)
    {
        try
        {
            return logEvent.Message.ToString()!;
        }
        catch (FormatException)
        {
            return (logEvent.Message as LogMessage)?.Format ?? "";
        }
    }

    private static Predicate<string> Text(string? message, string? start, string? contains) => text =>
        (message is null || text == message)
        && (start is null || text.StartsWith(start, StringComparison.Ordinal))
        && (contains is null || text.Contains(contains, StringComparison.Ordinal));
}
