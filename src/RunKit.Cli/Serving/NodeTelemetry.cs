using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RunKit.Hosting;

namespace RunKit.Cli.Serving;

/// <summary>
/// Sends metrics and spans to a collector (OTLP) when OpenTelemetry's own variables name one; they say how as well. Without them nothing of
/// OpenTelemetry is loaded, and the node starts as quickly as ever.
/// </summary>
internal static class NodeTelemetry
{
    private const int FlushLimitMilliseconds = 2000;

    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>What is disposed when the node ends, after all else; null when no collector is named.</summary>
    /// <param name="node">The node's id.</param>
    public static IDisposable? Start(string node) =>
        Array.Exists(Endpoints, name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) ? StartExport(node) : null;

    // Apart from the question whether, so that answering it loads nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Export StartExport(string node)
    {
        var resource = ResourceBuilder.CreateEmpty()
            .AddService("runkit", serviceVersion: typeof(NodeTelemetry).Assembly.GetName().Version?.ToString(3), serviceInstanceId: node)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        return new Export(
            Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(RunKitTelemetry.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddOtlpExporter()
                .Build(),

            // Requests too: without a recorded parent the spans of their commands would not be recorded either.
            Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(RunKitTelemetry.ActivitySourceName, "Microsoft.AspNetCore")
                .AddOtlpExporter()
                .Build());
    }

    private sealed class Export(MeterProvider metrics, TracerProvider traces) : IDisposable
    {
        // A collector that does not answer must not hold up the node's end.
        public void Dispose()
        {
            metrics.Shutdown(FlushLimitMilliseconds);
            traces.Shutdown(FlushLimitMilliseconds);
            metrics.Dispose();
            traces.Dispose();
        }
    }
}
