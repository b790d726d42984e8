using System.Diagnostics.Metrics;
using System.Text;

namespace RunKit.Api.Metrics;

/// <summary>
/// Gathers what the meters <c>RunKit</c> measure and writes it as Prometheus text (exposition format 0.0.4). Counters count from the moment it was
/// made; whatever else there is is asked when it is written.
/// </summary>
internal sealed class MeterReader : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;

    /// <param name="meters">Whose meters to read, beside those that belong to nobody.</param>
    public MeterReader(IMeterFactory meters)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == NodeMeter.Name
                    && (instrument.Meter.Scope is null || instrument.Meter.Scope == meters)
                    && PrometheusFamily.For(instrument) is { } family)
                {
                    lock (_lock)
                    {
                        _families[family.Name] = family;
                    }

                    listener.EnableMeasurementEvents(instrument, family);
                }
            },
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        _listener.Start();
    }

    public string Write()
    {
        lock (_lock)
        {
            foreach (var family in _families.Values)
            {
                family.BeginReading();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values)
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_lock)
        {
            ((PrometheusFamily)state!).Take(value, tags);
        }
    }
}
