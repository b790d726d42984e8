using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace RunKit.Api.Metrics;

/// <summary>One instrument's values as Prometheus has them, by their labels. Not safe for several threads.</summary>
internal abstract class PrometheusFamily
{
    private readonly string _type;
    private readonly string _help;

    protected PrometheusFamily(Instrument instrument, string type)
    {
        var name = Sanitized(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "");
        Name = type == "counter" ? $"{name}_total" : name;
        (_type, _help) = (type, instrument.Description ?? instrument.Name);
    }

    public string Name { get; }

    /// <summary>Null for an instrument that this text has no simple form for.</summary>
    public static PrometheusFamily? For(Instrument instrument)
    {
        if (instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds })
        {
            return new PrometheusHistogram(instrument, [.. bounds]);
        }

        var kind = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        if (kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>))
        {
            return new PrometheusNumbers(instrument, "counter");
        }

        return kind == typeof(UpDownCounter<>) || kind == typeof(ObservableUpDownCounter<>) || kind == typeof(ObservableGauge<>)
            ? new PrometheusNumbers(instrument, "gauge")
            : null;
    }

    /// <summary>Whatever is asked now counts alone: what it does not name any more is over.</summary>
    public virtual void BeginReading()
    {
    }

    public abstract void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {Name} {_type}\n");
        WriteValues(text);
    }

    protected abstract void WriteValues(StringBuilder text);

    /// <summary>One line. The labels are without their braces.</summary>
    protected static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        var braced = labels.Length > 0 ? $"{{{labels}}}" : "";
        text.Append(CultureInfo.InvariantCulture, $"{name}{braced} {value}\n");
    }

    /// <summary>Tags as labels, without braces.</summary>
    protected static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append(Sanitized(key)).Append("=\"").Append(Escaped(value)).Append('"');
        }

        return labels.ToString();
    }

    private static string Sanitized(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(object? value) => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
