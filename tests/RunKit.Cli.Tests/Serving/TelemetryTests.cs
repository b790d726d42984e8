namespace RunKit.Cli.Tests.Serving;

/// <summary>What a node sends to a collector, and that it loads nothing for it when there is none.</summary>
public sealed class TelemetryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_node_with_a_collector_sends_metrics_and_spans()
    {
        await using var collector = await Collector.StartAsync();
        await using var runkit = new Runkit();
        runkit.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        runkit.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        runkit.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        runkit.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        await runkit.Sandbox.StartAsync("work");
        var node = await runkit.ServeAsync();
        (await runkit.RunAsync("exec", "-L", "work", "--", "list-sessions")).ShouldBeDone();

        await Eventually.TrueAsync(() => collector.Has("/v1/traces", "runkit exec"), "the span is there", Limit);
        await Eventually.TrueAsync(() => collector.Has("/v1/metrics", "runkit.dial.duration"), "the dial is there", Limit);
        collector.Has("/v1/traces", "runkit dial").ShouldBeTrue();
        collector.Has("/v1/metrics", "runkit.servers").ShouldBeTrue();
        collector.Has("/v1/metrics", "dotnet.").ShouldBeTrue();
        collector.Has("/v1/metrics", "service.name").ShouldBeTrue();
        Libraries(node).ShouldContain("OpenTelemetry");
        node.Terminate();
        (await node.EndAsync()).Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_no_hindrance()
    {
        await using var runkit = new Runkit();
        runkit.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        var node = await runkit.ServeAsync();
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone();

        node.Terminate();

        (await node.EndAsync()).Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_without_a_collector_loads_nothing_of_OpenTelemetry()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync();
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone();

        Libraries(node).ShouldNotContain("OpenTelemetry");
    }

    private static string Libraries(Runkit.Background node) => File.ReadAllText($"/proc/{node.Pid}/maps");
}
