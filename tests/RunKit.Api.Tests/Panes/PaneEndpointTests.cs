using System.Net;
using System.Text;
using RunKit.Client;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;

namespace RunKit.Api.Tests.Panes;

public sealed class PaneEndpointTests
{
    private static readonly PaneAddress Five = new(new ServerName("build"), new PaneId(5));

    public static TheoryData<SendOutcome> Outcomes => new(
        new SendOutcome.Delivered(SendEvidence.Read),
        new SendOutcome.Staged("it stands in the input line"),
        new SendOutcome.Refused("the pane is dead"),
        new SendOutcome.Unknown("the server went"));

    /// <summary>A capture with something of everything.</summary>
    internal static PaneCapture Capture(PaneAddress pane) => new(
        pane.Server.Value, pane.Pane, new TerminalSize(80, 24), new CursorView(1, 2, true), 3, true, "copy-mode", true, 4, "sh", "/tmp", "tïtle",
        [new PaneRow("old", "old ")], [new PaneRow("red", "\e[31mred\e[39m")], [new PaneRow("hidden", "hidden")], "\e[")
    {
        HistoryCut = true,
    };

    [Fact]
    public async Task A_capture_comes_back_as_it_was_with_the_history_that_was_asked_for()
    {
        await using var host = await StartAsync();
        var asked = new List<CaptureOptions>();
        host.Plane.OnCapture = (pane, options) =>
        {
            asked.Add(options);
            return new CaptureOutcome.Captured(Capture(pane));
        };
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        var outcome = await plane.CaptureAsync(Five, CaptureOptions.Default, CancellationToken.None);
        await plane.CaptureAsync(Five, CaptureOptions.Everything, CancellationToken.None);
        await plane.CaptureAsync(Five, new CaptureOptions(7), CancellationToken.None);

        var capture = outcome.ShouldBeOfType<CaptureOutcome.Captured>().Capture;
        capture.ShouldBe(Capture(Five) with { History = capture.History, Screen = capture.Screen, OtherScreen = capture.OtherScreen });
        capture.Screen.ShouldBe(Capture(Five).Screen);
        asked.ShouldBe([CaptureOptions.Default, CaptureOptions.Everything, new CaptureOptions(7)]);
    }

    [Fact]
    public async Task A_pane_that_is_not_there_and_one_that_nothing_is_known_of_are_told_apart()
    {
        await using var host = await StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        (await plane.CaptureAsync(Five, CaptureOptions.Default, CancellationToken.None)).ShouldBeOfType<CaptureOutcome.UnknownPane>();

        host.Plane.OnCapture = (_, _) => new CaptureOutcome.NotCaptured("it is being dialled");
        (await plane.CaptureAsync(Five, CaptureOptions.Default, CancellationToken.None)).ShouldBe(new CaptureOutcome.NotCaptured("it is being dialled"));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Every_outcome_of_a_send_and_of_keys_comes_back_as_it_was(SendOutcome outcome)
    {
        await using var host = await StartAsync();
        host.Plane.OnSend = (_, _) => outcome;
        host.Plane.OnKeys = (_, _) => outcome;
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        (await plane.SendAsync(Five, new SendRequest("x"), CancellationToken.None)).ShouldBe(outcome);
        (await plane.KeysAsync(Five, new KeysRequest(["Enter"]), CancellationToken.None)).ShouldBe(outcome);
    }

    [Fact]
    public async Task A_send_arrives_with_all_that_was_said()
    {
        await using var host = await StartAsync();
        SendRequest? asked = null;
        host.Plane.OnSend = (_, request) =>
        {
            asked = request;
            return new SendOutcome.Delivered(SendEvidence.Seen);
        };
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        var request = new SendRequest("two\nlines 👩‍👩‍👧", false) { IfCommand = ["bash", "zsh"], IfPrompt = true, Multiline = true, TimeoutMs = 250 };

        await plane.SendAsync(Five, request, CancellationToken.None);

        asked.ShouldNotBeNull().ShouldBe(request with { IfCommand = asked.IfCommand });
        asked.IfCommand.ShouldBe(request.IfCommand);
    }

    [Theory]
    [InlineData("send", "{}", "bad-body")]
    [InlineData("send", "{\"text\":\"x\",\"timeoutMs\":0}", "bad-body")]
    [InlineData("keys", "{\"keys\":[\"Entr\"]}", "bad-body")]
    [InlineData("keys", "{\"keys\":[]}", "bad-body")]
    public async Task What_cannot_be_typed_is_a_problem_and_nothing_is_asked(string verb, string body, string code)
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        var response = await client.PostAsync($"/v1/servers/build/panes/5/{verb}", new StringContent(body, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"code\":\"{code}\"");
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%255/capture", "bad-pane")]
    [InlineData("x/capture", "bad-pane")]
    [InlineData("5/capture?history=-1", "bad-parameter")]
    public async Task What_names_no_pane_is_a_problem(string path, string code)
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        var response = await client.GetAsync($"/v1/servers/build/panes/{path}");

        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"code\":\"{code}\"");
    }

    [Fact]
    public async Task The_panes_of_all_servers_are_listed_and_a_server_that_cannot_be_read_has_none()
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        var response = await client.GetAsync("/v1/panes?filter=nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("[]");
    }

    [Fact]
    public async Task A_run_on_a_server_that_is_not_there_is_an_unknown_server_and_nothing_is_asked()
    {
        await using var host = await StartAsync();
        using var client = host.Client();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        var response = await client.PostAsync("/v1/servers/nobody/run", new StringContent("{\"command\":[\"true\"]}", Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"unknown-server\"");
        var told = new List<RunEvent>();
        await foreach (var happened in plane.RunAsync(new ServerName("nobody"), new RunRequest(["true"]), CancellationToken.None))
        {
            told.Add(happened);
        }

        told.ShouldBe([new RunEvent.Ended(new RunResult.Refused("there is no server named nobody"), null)]);
    }

    [Fact]
    public async Task What_is_typed_is_in_no_log()
    {
        await using var host = await StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        await plane.SendAsync(Five, new SendRequest("hunter2"), CancellationToken.None);

        host.Log.Of("runkit.audit").ShouldContain(line => line.Contains("\"operation\":\"send\",\"server\":\"build\"", StringComparison.Ordinal) && line.Contains("%5", StringComparison.Ordinal));
        host.Log.Of("runkit.audit").ShouldNotContain(line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    private static Task<ApiHost> StartAsync() =>
        ApiHost.StartAsync(new Testing.Planes.FakeControlPlane { Servers = [Testing.Planes.FakeControlPlane.View("build")] });
}
