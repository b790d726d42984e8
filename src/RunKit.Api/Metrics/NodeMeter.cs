using System.Diagnostics.Metrics;
using System.Globalization;
using RunKit.Api.Events;

namespace RunKit.Api.Metrics;

/// <summary>What the API measures of itself, on the meter <c>RunKit</c>. What a plane measures of itself is the plane's own affair.</summary>
internal sealed class NodeMeter
{
    /// <summary>The name of every meter of RunKit's.</summary>
    public const string Name = "RunKit";

    private volatile Seen _seen = new("", 0);

    /// <summary>Counts answers by their status: <see cref="Answered"/> adds to it.</summary>
    public static Counter<long> Requests(IMeterFactory meters) =>
        meters.Create(Name).CreateCounter<long>("runkit.http.requests", "{request}", "Requests answered, by status");

    /// <summary>A request has its answer.</summary>
    public static void Answered(Counter<long> requests, int status) =>
        requests.Add(1, new KeyValuePair<string, object?>("code", status.ToString(CultureInfo.InvariantCulture)));

    /// <param name="meters">Makes the meter, and tells one application's from another's.</param>
    /// <param name="slots">The event streams there are.</param>
    public NodeMeter(IMeterFactory meters, StreamSlots slots)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableUpDownCounter("runkit.event_readers", () => slots.Taken, "{stream}", "Event streams that are open now");
        meter.CreateObservableGauge("runkit.node.up", () => Up(), null, "1 when the plane answers");
    }

    /// <summary>Whether the plane has answered just now.</summary>
    public void Saw(string node, bool answered) => _seen = new Seen(node, answered ? 1 : 0);

    private Measurement<int> Up()
    {
        var seen = _seen;
        return new Measurement<int>(seen.Up, new KeyValuePair<string, object?>("node", seen.Node));
    }

    private sealed record Seen(string Node, int Up);
}
