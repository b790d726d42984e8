using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace RunKit.Api.Metrics;

/// <summary>One instrument's values, by their labels. Not safe for several threads.</summary>
internal sealed class PrometheusFamily
{
    private readonly string _type;
    private readonly string _help;
    private readonly bool _isAsked;
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    private PrometheusFamily(Instrument instrument, string type)
    {
        var name = string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        Name = type == "counter" ? $"{name}_total" : name;
        (_type, _help, _isAsked) = (type, instrument.Description ?? instrument.Name, instrument.IsObservable);
    }

    public string Name { get; }

    /// <summary>Null for an instrument that this text has no simple form for.</summary>
    public static PrometheusFamily? For(Instrument instrument)
    {
        var kind = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        if (kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>))
        {
            return new PrometheusFamily(instrument, "counter");
        }

        return kind == typeof(UpDownCounter<>) || kind == typeof(ObservableUpDownCounter<>) || kind == typeof(ObservableGauge<>)
            ? new PrometheusFamily(instrument, "gauge")
            : null;
    }

    /// <summary>Whatever is asked now counts alone: what it does not name any more is over.</summary>
    public void BeginReading()
    {
        if (_isAsked)
        {
            _values.Clear();
        }
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        _values[labels] = _isAsked ? value : _values.GetValueOrDefault(labels) + value;
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {Name} {_type}\n");
        foreach (var (labels, value) in _values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Name}{labels} {value}\n");
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new StringBuilder("{");
        foreach (var (key, value) in tags)
        {
            var name = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            labels.Append(labels.Length > 1 ? "," : "").Append(name).Append("=\"").Append(Escaped(value)).Append('"');
        }

        return labels.Append('}').ToString();
    }

    private static string Escaped(object? value) => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
