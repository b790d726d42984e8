using System.Net;
using System.Text.Json;

namespace RunKit.Api.Tests.Events;

public sealed class EventStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_reader_is_greeted_at_once_and_then_gets_what_happens()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.Publish("work", new ServerAppeared("alive"));
        using var reader = await SseReader.OpenAsync(host, "/v1/events");

        (await reader.LineAsync()).ShouldBe(": connected");
        (await reader.LineAsync()).ShouldBe("retry: 1000");
        (await reader.LineAsync()).ShouldBe("id: e1-1");
        host.Plane.Publish("work", new SessionRenamed(new SessionId(1), "a", "new\nline"));

        var (id, data) = await reader.EventAsync();
        id.ShouldBe("e1-2");
        data.GetProperty("id").GetString().ShouldBe("e1-2");
        data.GetProperty("type").GetString().ShouldBe("session.renamed");
        data.GetProperty("name").GetString().ShouldBe("new\nline");
    }

    [Theory]
    [InlineData("/v1/events?after=e1-1", null)]
    [InlineData("/v1/events", "e1-1")]
    [InlineData("/v1/events?after=e1-0", "e1-1")]
    public async Task A_reader_that_comes_back_gets_exactly_what_it_missed(string path, string? lastEventId)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            host.Plane.Publish("work", new ServerReachable());
        }

        using var reader = await SseReader.OpenAsync(host, path, lastEventId);

        (await reader.EventAsync()).Id.ShouldBe("e1-2");
        (await reader.EventAsync()).Id.ShouldBe("e1-3");
    }

    [Fact]
    public async Task A_reader_may_begin_at_a_moment_and_say_with_patterns_what_it_wants()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.Publish("play", new ServerReachable());
        host.Plane.Publish("work", new ServerReachable());
        host.Plane.Publish("work", new ServerRemoved());
        using var reader = await SseReader.OpenAsync(host, "/v1/events?since=1970-01-01T00:00:00Z&type=server.re*&type=session.*&server=w*");

        (await reader.LineAsync()).ShouldBe(": connected");
        (await reader.LineAsync()).ShouldBe("retry: 1000");
        (await reader.LineAsync()).ShouldBe("");
        (await reader.EventAsync()).Id.ShouldBe("e1-2");
        (await reader.EventAsync()).Id.ShouldBe("e1-3");
    }

    [Theory]
    [InlineData("since=yesterday", "bad-parameter")]
    [InlineData("since=2026-01-02", "bad-parameter")]
    [InlineData("server=../*", "bad-name")]
    [InlineData("type=nope.*", "unknown-event-type")]
    public async Task What_no_event_can_fit_is_a_problem(string query, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();

        using var answer = await client.GetAsync($"/v1/events?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"code\":\"{code}\"");
    }

    [Fact]
    public async Task A_reader_from_another_epoch_is_told_to_read_the_state()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.Publish("work", new ServerReachable());
        using var reader = await SseReader.OpenAsync(host, "/v1/events?after=e0-9&type=server.lost");

        var (id, data) = await reader.EventAsync();

        data.GetProperty("type").GetString().ShouldBe("plane.resync");
        id.ShouldBe("e1-1");
    }

    [Fact]
    public async Task Filters_leave_out_other_servers_and_other_types()
    {
        await using var host = await ApiHost.StartAsync();
        using var reader = await SseReader.OpenAsync(host, "/v1/events?server=work&type=server.reachable&type=server.removed");

        host.Plane.Publish("play", new ServerReachable());
        host.Plane.Publish("work", new ServerAppeared("alive"));
        host.Plane.Publish("work", new ServerReachable());
        host.Plane.Publish("work", new ServerRemoved());

        (await reader.EventAsync()).Id.ShouldBe("e1-3");
        (await reader.EventAsync()).Id.ShouldBe("e1-4");
    }

    [Theory]
    [InlineData("/v1/events?after=nonsense", ProblemCodes.BadEventId)]
    [InlineData("/v1/events?type=server.exploded", ProblemCodes.UnknownEventType)]
    [InlineData("/v1/events?server=.x", ProblemCodes.BadName)]
    public async Task A_wrong_question_is_refused_before_the_stream_begins(string path, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();

        var response = await client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().ShouldBe(code);
        host.Plane.Readers.ShouldBe(0);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives_every_fifteen_seconds()
    {
        var time = new ManualTime();
        await using var host = await ApiHost.StartAsync(time: time);
        using var reader = await SseReader.OpenAsync(host, "/v1/events");
        await reader.SkipGreetingAsync();

        for (var beat = 0; beat < 3; beat++)
        {
            await Eventually.TrueAsync(() => time.Waiting > 0, "the stream waits");
            time.Advance(TimeSpan.FromSeconds(15));
            (await reader.LineAsync()).ShouldBe(": still here");
            (await reader.LineAsync()).ShouldBe("id: e1-0");
            (await reader.LineAsync()).ShouldBe("");
        }
    }

    [Fact]
    public async Task A_stream_whose_events_are_all_filtered_out_shows_that_it_lives_too()
    {
        var time = new ManualTime();
        await using var host = await ApiHost.StartAsync(time: time);
        using var reader = await SseReader.OpenAsync(host, "/v1/events?type=server.lost");
        await reader.SkipGreetingAsync();

        await Eventually.TrueAsync(() => time.Waiting > 0, "the stream waits");
        time.Advance(TimeSpan.FromSeconds(10));
        host.Plane.Publish("work", new ServerReachable());
        await Eventually.TrueAsync(() => time.NextDue <= TimeSpan.FromSeconds(5), "the event has not put the heartbeat off");
        time.Advance(TimeSpan.FromSeconds(5));

        (await reader.LineAsync()).ShouldBe(": still here");
    }

    [Fact]
    public async Task A_stream_whose_events_are_all_filtered_out_tells_how_far_it_has_come()
    {
        var time = new ManualTime();
        await using var host = await ApiHost.StartAsync(time: time);
        using var reader = await SseReader.OpenAsync(host, "/v1/events?type=server.lost");
        await reader.SkipGreetingAsync();
        host.Plane.Publish("work", new ServerReachable());
        string? told;
        do
        {
            // A heartbeat may go out before the event has come by.
            await Eventually.TrueAsync(() => time.Waiting > 0, "the stream waits");
            time.Advance(TimeSpan.FromSeconds(15));
            (await reader.LineAsync()).ShouldBe(": still here");
            told = await reader.LineAsync();
            (await reader.LineAsync()).ShouldBe("");
        }
        while (told == "id: e1-0");

        told.ShouldBe("id: e1-1");
    }

    [Fact]
    public async Task A_node_that_ends_ends_its_streams()
    {
        await using var host = await ApiHost.StartAsync();
        using var reader = await SseReader.OpenAsync(host, "/v1/events");
        await reader.SkipGreetingAsync();

        await host.StopAsync().WaitAsync(Limit);

        (await reader.LineAsync()).ShouldBe(": the node ends");
        (await reader.LineAsync()).ShouldBe("");
        (await reader.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_that_leaves_is_let_go()
    {
        await using var host = await ApiHost.StartAsync();
        using (var reader = await SseReader.OpenAsync(host, "/v1/events"))
        {
            await reader.SkipGreetingAsync();
            host.Plane.Readers.ShouldBe(1);
        }

        await Eventually.TrueAsync(() => host.Plane.Readers == 0, "nobody reads for a reader that has left");
    }
}
