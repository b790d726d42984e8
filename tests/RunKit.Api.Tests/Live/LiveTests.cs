using System.Net.WebSockets;
using System.Text;
using RunKit.Api.Live;
using RunKit.Api.Security;
using RunKit.Testing.Planes;
using RunKit.Tmux.State;

namespace RunKit.Api.Tests.Live;

/// <summary>What goes over <c>/v1/live</c>.</summary>
public sealed class LiveTests
{
    private static readonly AccessTokens Tokens = AccessTokens.Parse("boss admin admin-admin-admin-admin");

    [Fact]
    public async Task A_pane_is_told_by_a_snapshot_and_what_it_prints_as_far_as_its_credit_goes()
    {
        var panes = new ControlPlaneOfPanes();
        await using var host = await StartAsync(panes.Plane);
        using var viewer = await ConnectAsync(host);
        (await viewer.HearAsync("hello")).GetProperty("protocol").GetInt32().ShouldBe(1);

        await viewer.SayAsync("{'type':'open','channel':7,'kind':'pane','server':'work','pane':5,'credit':8}");
        var snapshot = await viewer.HearAsync("snapshot");
        snapshot.GetProperty("channel").GetInt32().ShouldBe(7);
        snapshot.GetProperty("length").GetInt32().ShouldBe(7);
        snapshot.GetProperty("pane").GetProperty("id").GetString().ShouldBe("%5");
        (await viewer.NextAsync())!.Value.ShouldSatisfyAllConditions(one => one.Channel.ShouldBe(7), one => one.Text.ShouldBe("\echello"));

        panes.Printed.Writer.TryWrite("one"u8.ToArray());
        (await viewer.NextAsync())!.Value.Text.ShouldBe("one");
        panes.Printed.Writer.TryWrite("two"u8.ToArray());
        await viewer.SayAsync("{'type':'ping'}");
        (await viewer.NextAsync())!.Value.Json.GetProperty("type").GetString().ShouldBe("pong");
        await viewer.SayAsync("{'type':'credit','channel':7,'credit':10}");
        (await viewer.NextAsync())!.Value.Text.ShouldBe("two");

        panes.Printed.Writer.Complete();
        var closed = await viewer.HearAsync("closed");
        closed.GetProperty("code").GetString().ShouldBe("ended");
        closed.GetProperty("reason").GetString().ShouldBe("the pane is gone");
    }

    [Fact]
    public async Task One_channel_without_credit_holds_no_other_up()
    {
        var panes = new ControlPlaneOfPanes();
        await using var host = await StartAsync(panes.Plane);
        using var viewer = await ConnectAsync(host);
        await viewer.SayAsync("{'type':'open','channel':1,'kind':'pane','server':'work','pane':5,'credit':0}");
        await viewer.SayAsync("{'type':'open','channel':2,'kind':'terminal','server':'work','target':'$0','columns':80,'rows':24}");
        await viewer.TypeAsync(2, "typed");

        var text = "";
        while (!text.Contains("typed", StringComparison.Ordinal))
        {
            text += (await viewer.NextAsync())!.Value.Text;
        }

        await viewer.SayAsync("{'type':'resize','channel':2,'columns':90,'rows':30}");
        while (!text.Contains("90x30", StringComparison.Ordinal))
        {
            text += (await viewer.NextAsync())!.Value.Text;
        }

        text.ShouldBe("attachedtyped90x30");
    }

    [Fact]
    public async Task What_happens_is_told_from_where_its_viewer_left()
    {
        await using var host = await StartAsync(new FakeControlPlane());
        host.Plane.Publish("work", new PaneRemoved(new PaneId(1), new WindowId(2)));
        using var viewer = await ConnectAsync(host);
        await viewer.SayAsync("{'type':'open','channel':1,'kind':'state','after':'e1-0','types':['pane.*'],'servers':['work']}");

        (await viewer.HearAsync("position")).GetProperty("id").GetString().ShouldBe("e1-0");
        (await viewer.HearAsync("event")).GetProperty("event").GetProperty("id").GetString().ShouldBe("e1-1");
        host.Plane.Publish("work", new ServerReachable());
        host.Plane.Publish("other", new PaneRemoved(new PaneId(1), new WindowId(2)));
        host.Plane.Publish("work", new PaneRemoved(new PaneId(2), new WindowId(2)));
        (await viewer.HearAsync("event")).GetProperty("event").GetProperty("id").GetString().ShouldBe("e1-4");

        await viewer.SayAsync("{'type':'close','channel':1}");
        (await viewer.HearAsync("closed")).GetProperty("code").GetString().ShouldBe("ended");
        await viewer.SayAsync("{'type':'open','channel':1,'kind':'state','after':'e0-9'}");
        (await viewer.HearAsync("event")).GetProperty("event").GetProperty("type").GetString().ShouldBe("plane.resync");
    }

    [Theory]
    [InlineData("{'type':'open','channel':1,'kind':'pane','server':'.no','pane':5}", "closed", "bad-name")]
    [InlineData("{'type':'open','channel':1,'kind':'pane','server':'work'}", "closed", "bad-pane")]
    [InlineData("{'type':'open','channel':1,'kind':'pane','server':'work','pane':5,'history':2001}", "closed", "bad-parameter")]
    [InlineData("{'type':'open','channel':1,'kind':'window'}", "closed", "bad-parameter")]
    [InlineData("{'type':'open','channel':1,'kind':'state','after':'x'}", "closed", "bad-event-id")]
    [InlineData("{'type':'open','channel':1,'kind':'state','types':['no.*such']}", "closed", "unknown-event-type")]
    [InlineData("{'type':'open','channel':1,'kind':'terminal','server':'work','target':'-x','columns':80,'rows':24}", "closed", "bad-parameter")]
    [InlineData("{'type':'open','channel':1,'kind':'terminal','server':'work','target':'$0','columns':19,'rows':24}", "closed", "bad-parameter")]
    [InlineData("{'type':'open','channel':0,'kind':'state'}", "error", "bad-body")]
    [InlineData("{'type':'open','channel':1,'kind':'state','stranger':1}", "error", "bad-body")]
    [InlineData("{'type':'nothing'}", "error", "bad-body")]
    [InlineData("{'type':'credit','channel':1,'credit':-1}", "error", "bad-body")]
    [InlineData("[]", "error", "bad-body")]
    [InlineData("nonsense", "error", "bad-body")]
    public async Task What_cannot_be_is_said_in_one_line(string message, string type, string code)
    {
        await using var host = await StartAsync(new FakeControlPlane());
        using var viewer = await ConnectAsync(host);

        await viewer.SayAsync(message);

        var answer = await viewer.HearAsync("closed", "error");
        answer.GetProperty("type").GetString().ShouldBe(type);
        answer.GetProperty("code").GetString().ShouldBe(code);
        answer.GetProperty("reason").GetString()!.ShouldNotContain("\n");
        if (type == "error")
        {
            (await viewer.NextAsync()).ShouldBeNull();
            viewer.Closed.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        }
    }

    [Fact]
    public async Task The_nodes_end_is_told()
    {
        await using var host = await StartAsync(new FakeControlPlane());
        using var viewer = await ConnectAsync(host);
        await viewer.SayAsync("{'type':'open','channel':1,'kind':'state'}");
        await viewer.HearAsync("position");

        var stopping = host.StopAsync();
        while (await viewer.NextAsync() is not null)
        {
        }

        viewer.Closed.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping;
    }

    [Fact]
    public void Whatever_bytes_a_viewer_sends_are_a_request_or_one_line()
    {
        var random = new Random(7);
        var seed = Encoding.UTF8.GetBytes("{\"type\":\"open\",\"channel\":1,\"kind\":\"pane\",\"server\":\"work\",\"pane\":5,\"credit\":1000,\"types\":[null,\"x\"]}");
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seed.ToArray();
            for (var change = random.Next(6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[..random.Next(bytes.Length + 1)];
            var request = LiveReader.Text(bytes, out var problem);
            (request is null).ShouldBe(problem.Length > 0);
            problem.ShouldNotContain("\n");
            LiveReader.Binary(bytes, out _)?.Channel.ShouldBeGreaterThan(0);
        }
    }

    private static Task<LiveViewer> ConnectAsync(ApiHost host) => LiveViewer.ConnectAsync(host, ("Authorization", "Bearer admin-admin-admin-admin"));

    private static Task<ApiHost> StartAsync(FakeControlPlane plane) => ApiHost.StartAsync(plane, access: new AccessPolicy(Tokens, [], []));
}
