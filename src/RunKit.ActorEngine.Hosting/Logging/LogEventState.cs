using System.Collections;
using Akka.Event;

namespace Akka.Hosting.Logging;

/// <summary>What a log event says, as structured loggers read it.</summary>
internal sealed class LogEventState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _properties;
    private readonly string _text;

    public LogEventState(LogEvent logEvent)
    {
        var message = Render(logEvent.Message);
        _text = $"[{logEvent.LogSource}] {message}";
        _properties =
        [
            new("ActorPath", logEvent.LogSource),
            new("Message", message),
            new("Thread", logEvent.Thread.ManagedThreadId),
            new("Timestamp", logEvent.Timestamp),
            new("{OriginalFormat}", "[{ActorPath}] {Message}"),
        ];
    }

    public int Count => _properties.Length;

    public KeyValuePair<string, object?> this[int index] => _properties[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _text;

    private static string Render(object message)
    {
        try
        {
            return message.ToString() ?? "";
        }
        catch (FormatException e)
        {
            return $"A log template could not be rendered ({e.Message}): {(message as LogMessage)?.Format}";
        }
    }
}
