using System.Globalization;

namespace Akka.Event;

/// <summary>Renders a log template.</summary>
public interface ILogMessageFormatter
{
    /// <summary>The text of a template with its arguments.</summary>
    string Format(string format, params object[] args);

    /// <summary>The text of a template with its arguments.</summary>
    string Format(string format, IEnumerable<object> args);
}

/// <summary><c>string.Format</c>: placeholders are positional, <c>{0}</c>; named ones do not render.</summary>
public sealed class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The shared instance.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    /// <inheritdoc/>
    public string Format(string format, params object[] args) => string.Format(CultureInfo.InvariantCulture, format, args);

    /// <inheritdoc/>
    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}

/// <summary>A template and its arguments; rendered by <see cref="object.ToString"/>, if anybody asks.</summary>
public class LogMessage
{
    private readonly ILogMessageFormatter _formatter;
    private readonly object?[] _arguments;

    internal LogMessage(ILogMessageFormatter formatter, string format, object?[] arguments)
    {
        _formatter = formatter;
        Format = format;
        _arguments = arguments;
    }

    /// <summary>The template.</summary>
    public string Format { get; }

    /// <summary>The arguments, in order.</summary>
    public IEnumerable<object> Parameters() => _arguments!;

    /// <inheritdoc/>
    public override string ToString() => _formatter.Format(Format, _arguments!);
}
