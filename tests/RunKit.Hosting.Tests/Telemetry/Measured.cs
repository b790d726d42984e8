using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Hosting.Telemetry;

namespace RunKit.Hosting.Tests.Telemetry;

/// <summary>What one set of instruments has measured, and no other's: meters and sources are told apart by whose they are.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _meters;
    private readonly ActivityListener _spans;
    private readonly ConcurrentQueue<(string Instrument, string Tags, double Value)> _values = new();

    public Measured(IServiceProvider services)
    {
        Instruments = services.GetRequiredService<PlaneInstruments>();
        var factory = services.GetRequiredService<IMeterFactory>();
        _meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "RunKit" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, Instruments.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public PlaneInstruments Instruments { get; }

    /// <summary>The spans that have ended.</summary>
    public ConcurrentQueue<Activity> Spans { get; } = new();

    /// <summary>The sum of what an instrument has measured with these tags, such as <c>cause=killed</c>.</summary>
    public double Sum(string instrument, string tags) => _values.Where(value => (value.Instrument, value.Tags) == (instrument, tags)).Sum(value => value.Value);

    /// <summary>How often it has measured anything with these tags.</summary>
    public int Count(string instrument, string tags) => _values.Count(value => (value.Instrument, value.Tags) == (instrument, tags));

    /// <summary>Every instrument that has measured anything.</summary>
    public IEnumerable<string> Names => _values.Select(value => value.Instrument).Distinct(StringComparer.Ordinal);

    /// <summary>Every tag that any instrument has had.</summary>
    public IEnumerable<string> Tags => _values.SelectMany(value => value.Tags.Split(' ')).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>What the gauge of servers says now.</summary>
    public double Servers(string status)
    {
        _values.Clear();
        _meters.RecordObservableInstruments();
        return Sum("runkit.servers", $"status={status}");
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    // The node's tag is on everything.
    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray();
        all.Count(tag => tag.Key == "node").ShouldBe(1);
        _values.Enqueue((instrument.Name, string.Join(' ', all.Where(tag => tag.Key != "node").Select(tag => $"{tag.Key}={tag.Value}")), value));
    }
}
