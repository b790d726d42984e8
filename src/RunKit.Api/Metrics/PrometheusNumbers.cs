using System.Diagnostics.Metrics;
using System.Text;

namespace RunKit.Api.Metrics;

/// <summary>A counter or a gauge: one number for each set of labels.</summary>
internal sealed class PrometheusNumbers(Instrument instrument, string type) : PrometheusFamily(instrument, type)
{
    private readonly bool _isAsked = instrument.IsObservable;
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    public override void BeginReading()
    {
        if (_isAsked)
        {
            _values.Clear();
        }
    }

    public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        _values[labels] = _isAsked ? value : _values.GetValueOrDefault(labels) + value;
    }

    protected override void WriteValues(StringBuilder text)
    {
        foreach (var (labels, value) in _values)
        {
            WriteLine(text, Name, labels, value);
        }
    }
}
