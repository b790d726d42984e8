using System.Net;
using System.Text;
using System.Text.Json;

namespace RunKit.Api.Tests.Events;

public sealed class StreamLimitTests
{
    private const int Events = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_reader_that_never_reads_holds_little_and_slows_nobody()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stalled = await StallAsync(host);
        using var reader = await SseReader.OpenAsync(host, "/v1/events");
        await reader.SkipGreetingAsync();
        await Eventually.TrueAsync(() => host.Plane.Readers == 2, "both read");

        for (var i = 0; i < Events; i++)
        {
            host.Plane.Publish("work", Large());
        }

        for (var i = 1; i <= Events; i++)
        {
            (await reader.EventAsync()).Id.ShouldBe($"e1-{i}");
        }

        // 10 KB each: the connection's own buffer, the server's, and ours.
        await Eventually.TrueAsync(() => host.Plane.Taken > Events, "the one that stalls has taken some");
        (host.Plane.Taken - Events).ShouldBeLessThanOrEqualTo(Events / 10);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_for_half_a_minute_is_let_go()
    {
        var time = new ManualTime();
        await using var host = await ApiHost.StartAsync(time: time);
        await using var stalled = await StallAsync(host);
        await Eventually.TrueAsync(() => host.Plane.Readers == 1, "it reads");

        // While the buffers fill up, a wait for the reader may be over as soon as it is seen.
        await Eventually.TrueAsync(
            () =>
            {
                host.Plane.Publish("work", Large());
                if (time.NextDue > TimeSpan.FromSeconds(15))
                {
                    time.Advance(TimeSpan.FromSeconds(30));
                }

                return host.Plane.Readers == 0;
            },
            "nobody reads for it any more");
    }

    [Fact]
    public async Task One_reader_more_than_there_may_be_is_told_so_and_the_others_go_on()
    {
        const int most = 200;
        await using var host = await ApiHost.StartAsync(limits: new ApiLimits { MaxStreams = most });
        var readers = new List<SseReader>();
        for (var i = 0; i < most; i++)
        {
            readers.Add(await SseReader.OpenAsync(host, "/v1/events"));
        }

        using var client = host.Client();
        var refused = await client.GetAsync("/v1/events");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().ShouldBe(ProblemCodes.TooManyStreams);
        host.Plane.Publish("work", new ServerReachable());
        foreach (var reader in readers)
        {
            (await reader.EventAsync()).Id.ShouldBe("e1-1");
        }

        readers[0].Dispose();
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead)).StatusCode == HttpStatusCode.OK,
            "one that leaves makes room");
        readers.ForEach(reader => reader.Dispose());
    }

    private static SessionRenamed Large() => new(new SessionId(1), "a", new string('x', 10_000));

    private static async Task<Stream> StallAsync(ApiHost host)
    {
        using var limit = new CancellationTokenSource(Limit);
        var stream = await host.ConnectAsync(overTcp: false, limit.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /v1/events HTTP/1.1\r\nHost: node\r\n\r\n"), limit.Token);
        return stream;
    }
}
