using System.Diagnostics.Metrics;
using System.Globalization;
using RunKit.Api.Events;

namespace RunKit.Api.Metrics;

/// <summary>What the API measures of itself and of its plane, on the meter <c>RunKit</c>.</summary>
internal sealed class NodeMeter
{
    /// <summary>The name of every meter of RunKit's.</summary>
    public const string Name = "RunKit";

    private volatile Seen _seen = new("", 0, []);

    /// <summary>Counts answers by their status: <see cref="Answered"/> adds to it.</summary>
    public static Counter<long> Requests(IMeterFactory meters) =>
        meters.Create(Name).CreateCounter<long>("runkit.http.requests", null, "Requests answered, by status");

    /// <summary>A request has its answer.</summary>
    public static void Answered(Counter<long> requests, int status) =>
        requests.Add(1, new KeyValuePair<string, object?>("code", status.ToString(CultureInfo.InvariantCulture)));

    /// <param name="meters">Makes the meter, and tells one application's from another's.</param>
    /// <param name="slots">The event streams there are.</param>
    public NodeMeter(IMeterFactory meters, StreamSlots slots)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableUpDownCounter("runkit.event_readers", () => slots.Taken, null, "Event streams that are open now");
        meter.CreateObservableGauge("runkit.node.up", () => Up(), null, "1 when the plane answers");
        meter.CreateObservableGauge("runkit.servers", Servers, null, "Servers in the socket directory, by status");
    }

    /// <summary>What the plane said just now; null when it said nothing.</summary>
    public void Saw(string node, ImmutableArray<ServerView>? servers) =>
        _seen = servers is { } views ? new Seen(node, 1, views) : new Seen(node, 0, []);

    private Measurement<int> Up()
    {
        var seen = _seen;
        return new Measurement<int>(seen.Up, seen.Label);
    }

    // A status that no server is in is 0, not absent: otherwise nobody could tell it from a node that does not say.
    private IEnumerable<Measurement<int>> Servers()
    {
        var seen = _seen;
        return seen.Up == 0
            ? []
            : Enum.GetValues<ServerStatus>().Select(status => new Measurement<int>(
                seen.Servers.Count(view => view.Status == status), seen.Label, new KeyValuePair<string, object?>("status", KebabCase.Of(status))));
    }

    private sealed record Seen(string Node, int Up, ImmutableArray<ServerView> Servers)
    {
        public KeyValuePair<string, object?> Label => new("node", Node);
    }
}
