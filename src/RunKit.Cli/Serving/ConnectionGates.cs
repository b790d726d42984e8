using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RunKit.Hosting;

namespace RunKit.Cli.Serving;

/// <summary>The gate of each listener, and what they measure.</summary>
internal sealed class ConnectionGates
{
    public ConnectionGates(IMeterFactory meters, HttpSettings http, TimeProvider time, ILogger log)
    {
        var meter = meters.Create(RunKitTelemetry.MeterName);
        var refused = meter.CreateCounter<long>("runkit.http.connections.refused", "{connection}", "Connections that were turned away, by listener");
        Local = new ConnectionGate("unix", http.MaxLocalConnections, null, refused, time, log);
        Remote = new ConnectionGate("tcp", http.MaxConnections, NodeLimits.LocalReserve, refused, time, log);
        meter.CreateObservableUpDownCounter("runkit.http.connections", () => (Measurement<int>[])[Local.Open, Remote.Open], "{connection}", "Connections that are open now, by listener");
    }

    /// <summary>Of the unix socket: only this user gets there.</summary>
    public ConnectionGate Local { get; }

    /// <summary>Of the TCP port: everybody on the machine gets there.</summary>
    public ConnectionGate Remote { get; }
}
