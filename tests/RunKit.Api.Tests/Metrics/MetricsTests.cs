using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Metrics;
using RunKit.Api.Tests.Events;

namespace RunKit.Api.Tests.Metrics;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Readers_and_requests_are_counted_and_whether_the_plane_answers()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        using var reader = await SseReader.OpenAsync(host, "/v1/events");
        await client.GetAsync("/nothing");
        await client.GetAsync("/v1/servers");
        await client.GetAsync("/v1/servers");

        var lines = await ReadAsync(client);

        lines.ShouldContain("runkit_node_up{node=\"fake\"} 1");
        lines.ShouldContain("runkit_event_readers 1");
        lines.ShouldContain("runkit_http_requests_total{code=\"200\"} 3");
        lines.ShouldContain("runkit_http_requests_total{code=\"404\"} 1");
        lines.ShouldContain("# TYPE runkit_http_requests_total counter");
        lines.ShouldContain("# TYPE runkit_event_readers gauge");
    }

    [Fact]
    public async Task Every_line_is_one_that_Prometheus_reads()
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane { Node = "a\"b\\c\nd" });
        using var client = host.Client();

        var response = await client.GetAsync("/metrics");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldEndWith("\n");
        text.TrimEnd('\n').Split('\n').Where(line => !Line().IsMatch(line)).ShouldBeEmpty();
        text.ShouldContain("""runkit_node_up{node="a\"b\\c\nd"} 1""");
    }

    [Fact]
    public async Task A_plane_that_does_not_answer_is_down()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        await ReadAsync(client);
        host.Plane.OnLook = () => throw new TimeoutException("it does not answer");

        var lines = await ReadAsync(client);

        lines.ShouldContain("runkit_node_up{node=\"fake\"} 0");
        (await client.GetAsync("/healthz/ready")).StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public void Counters_add_up_gauges_are_as_they_are_durations_have_their_buckets_and_other_meters_are_none_of_ours()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var reader = new MeterReader(meters);
        var meter = meters.Create("RunKit");
        var counter = meter.CreateCounter<long>("runkit.things");
        var level = meter.CreateUpDownCounter<int>("runkit.level");
        meter.CreateObservableCounter("runkit.seconds", () => 1.5);
        meter.CreateHistogram<double>("runkit.spread").Record(3);
        var took = meter.CreateHistogram("runkit.took", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        took.Record(0.1);
        took.Record(0.5, new KeyValuePair<string, object?>("kind", "a"));
        took.Record(2.5, new KeyValuePair<string, object?>("kind", "a"));
        meters.Create("Other").CreateCounter<long>("other.things").Add(1);
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a"));
        level.Add(5);
        level.Add(-4);

        var text = reader.Write();
        reader.Write().ShouldBe(text);

        text.ShouldContain("runkit_things_total{kind=\"a\"} 5\n");
        text.ShouldContain("runkit_level 1\n");
        text.ShouldContain("runkit_seconds_total 1.5\n");
        text.ShouldContain("""
            # TYPE runkit_took_seconds histogram
            runkit_took_seconds_bucket{le="0.1"} 1
            runkit_took_seconds_bucket{le="1"} 1
            runkit_took_seconds_bucket{le="+Inf"} 1
            runkit_took_seconds_sum 0.1
            runkit_took_seconds_count 1
            runkit_took_seconds_bucket{kind="a",le="0.1"} 0
            runkit_took_seconds_bucket{kind="a",le="1"} 1
            runkit_took_seconds_bucket{kind="a",le="+Inf"} 2
            runkit_took_seconds_sum{kind="a"} 3
            runkit_took_seconds_count{kind="a"} 2

            """);
        text.ShouldNotContain("spread");
        text.ShouldNotContain("other");
    }

    private static async Task<string[]> ReadAsync(HttpClient client) => (await client.GetStringAsync("/metrics")).Split('\n');

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="(\\.|[^"\\])*"(,[a-z]+="(\\.|[^"\\])*")*\})? [0-9.]+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
