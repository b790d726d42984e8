using System.Diagnostics.Metrics;

namespace RunKit.Actors.Plane;

/// <summary>What planes measure, on the meter <c>RunKit</c>.</summary>
internal static class PlaneMeter
{
    private static readonly Meter Meter = new("RunKit");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("runkit.events", null, "Events in the plane's order");

    public static void Happened(string node, int events) => Events.Add(events, new KeyValuePair<string, object?>("node", node));
}
