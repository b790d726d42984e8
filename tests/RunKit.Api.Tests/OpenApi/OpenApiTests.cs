using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.Api.Tests.Events;
using RunKit.Api.Tests.Nodes;
using RunKit.Api.Tests.Panes;
using RunKit.ControlPlane.Agents;
using RunKit.ControlPlane.Nodes;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Tests.OpenApi;

/// <summary>The document against the API: what one says, the other does.</summary>
public sealed class OpenApiTests
{
    private const string UnknownRun = nameof(UnknownRun);
    private const string ProblemType = "application/problem+json";

    // These are answers to requests that no operation describes.
    private static readonly string[] OfNoOperation = [ProblemCodes.NotFound, ProblemCodes.MethodNotAllowed];

    public static TheoryData<string, string, string> Failures => new()
    {
        { "POST", "/v1/servers/{name}/kill", nameof(KillOutcome.UnknownServer) },
        { "POST", "/v1/servers/{name}/kill", nameof(KillOutcome.Refused) },
        { "POST", "/v1/servers/{name}/kill", nameof(KillOutcome.StillAlive) },
        { "POST", "/v1/servers/{name}/exec", nameof(CommandOutcome.Failed) },
        { "POST", "/v1/servers/{name}/exec", nameof(CommandOutcome.NotSent) },
        { "POST", "/v1/servers/{name}/exec", nameof(CommandOutcome.Unknown) },
        { "POST", "/v1/servers/{name}/release", nameof(CommandOutcome.Failed) },
        { "POST", "/v1/servers/{name}/guard", nameof(CommandOutcome.Unknown) },
        { "POST", "/v1/servers", nameof(CreateOutcome.AlreadyRuns) },
        { "POST", "/v1/servers", nameof(CreateOutcome.NotCreated) },
        { "GET", "/v1/servers/{name}/tree", nameof(TreeOutcome.NotKnown) },
        { "GET", "/v1/servers/{name}/tree", nameof(TreeOutcome.UnknownServer) },
        { "GET", "/v1/servers/{name}/panes/{id}/capture", nameof(CaptureOutcome.NotCaptured) },
        { "GET", "/v1/servers/{name}/panes/{id}/capture", nameof(CaptureOutcome.UnknownPane) },
        { "POST", "/v1/servers/{name}/panes/{id}/send", nameof(SendOutcome.Refused) },
        { "POST", "/v1/servers/{name}/panes/{id}/send", nameof(SendOutcome.Unknown) },
        { "POST", "/v1/servers/{name}/panes/{id}/keys", nameof(SendOutcome.Refused) },
        { "POST", "/v1/servers/{name}/panes/{id}/wait", nameof(WaitOutcome.NotKnown) },
        { "POST", "/v1/servers/{name}/panes/{id}/wait", nameof(WaitOutcome.UnknownPane) },
        { "GET", "/v1/servers/{name}/panes/{id}/agent", nameof(AgentOutcome.NotKnown) },
        { "GET", "/v1/servers/{name}/panes/{id}/agent", nameof(AgentOutcome.UnknownPane) },
        { "GET", "/v1/runs/{id}", UnknownRun },
        { "POST", "/v1/runs/{id}/cancel", UnknownRun },
    };

    [Fact]
    public async Task Every_endpoint_is_described_and_everything_described_is_there()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);

        var mapped = host.Endpoints.SelectMany(endpoint => Methods(endpoint).Select(method => (method, endpoint.RoutePattern.RawText!)));

        api.Root.GetProperty("openapi").GetString()!.ShouldStartWith("3.1.");
        api.Operations.Select(operation => (operation.Method, operation.Path)).ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_operation_names_the_scope_that_its_endpoint_asks_for()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        foreach (var (path, method, operation) in api.Operations)
        {
            var endpoint = host.Endpoints.Single(candidate => candidate.RoutePattern.RawText == path && Methods(candidate).Contains(method));
            var scope = endpoint.Metadata.GetMetadata<Access>()?.Scope ?? AccessScope.Read;
            var said = operation.GetProperty("security").EnumerateArray().SelectMany(one => one.GetProperty("token").EnumerateArray());
            string[] asked = endpoint.Metadata.GetMetadata<OpenToAll>() is null ? [KebabCase.Of(scope)] : [];
            said.Select(one => one.GetString()).ShouldBe(asked, path);
        }
    }

    [Fact]
    public async Task Every_operation_called_with_its_example_answers_as_described()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        foreach (var (path, method, operation) in api.Operations.Where(operation => !IsUpgrade(operation.Operation)))
        {
            using var client = host.Client();
            using var request = Request(api, path, method, operation);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            ((int)response.StatusCode).ShouldBeInRange(200, 201, $"{method} {path}");
            await ShouldBeDescribedAsync(api, operation, response, $"{method} {path}");
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_way_to_fail_answers_as_described(string method, string path, string outcome)
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        host.Plane.OnKill = _ => outcome switch
        {
            nameof(KillOutcome.UnknownServer) => new KillOutcome.UnknownServer(),
            nameof(KillOutcome.Refused) => new KillOutcome.Refused("it may not"),
            _ => new KillOutcome.StillAlive("it lives"),
        };
        host.Plane.OnCommand = (_, _, _) => outcome switch
        {
            nameof(CommandOutcome.Failed) => new CommandOutcome.Failed("no"),
            nameof(CommandOutcome.NotSent) => new CommandOutcome.NotSent("no"),
            _ => new CommandOutcome.Unknown("who knows"),
        };
        host.Plane.OnNew = _ => outcome == nameof(CreateOutcome.AlreadyRuns) ? new CreateOutcome.AlreadyRuns() : new CreateOutcome.NotCreated("no");
        host.Plane.OnTree = _ => outcome == nameof(TreeOutcome.NotKnown) ? new TreeOutcome.NotKnown("no") : new TreeOutcome.UnknownServer();
        host.Plane.OnCapture = (_, _) => outcome == nameof(CaptureOutcome.NotCaptured) ? new CaptureOutcome.NotCaptured("no") : new CaptureOutcome.UnknownPane();
        host.Plane.OnSend = (_, _) => outcome == nameof(SendOutcome.Refused) ? new SendOutcome.Refused("no") : new SendOutcome.Unknown("who knows");
        host.Plane.OnKeys = (_, _) => new SendOutcome.Refused("no");
        host.Plane.OnWait = (_, _) => outcome == nameof(WaitOutcome.NotKnown) ? new WaitOutcome.NotKnown("no") : new WaitOutcome.UnknownPane();
        host.Plane.OnExplain = _ => outcome == nameof(AgentOutcome.NotKnown) ? new AgentOutcome.NotKnown("no") : new AgentOutcome.UnknownPane();
        host.Plane.Runs = outcome == UnknownRun ? [] : host.Plane.Runs;
        await ShouldFailAsDescribedAsync(host, api, method, path);
    }

    [Fact]
    public async Task A_plane_that_does_not_answer_a_name_that_is_none_and_a_body_too_large_are_described_wherever_they_happen()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        void Never() => throw new TimeoutException("it does not answer");
        host.Plane.OnLook = Never;
        host.Plane.OnKill = _ => throw new TimeoutException("it does not answer");
        host.Plane.OnNew = _ => throw new TimeoutException("it does not answer");
        host.Plane.OnTree = _ => throw new TimeoutException("it does not answer");
        host.Plane.OnCommand = (_, _, _) => throw new TimeoutException("it does not answer");
        host.Plane.OnCapture = (_, _) => throw new TimeoutException("it does not answer");
        host.Plane.OnSend = (_, _) => throw new TimeoutException("it does not answer");
        host.Plane.OnKeys = (_, _) => throw new TimeoutException("it does not answer");
        host.Plane.OnWait = (_, _) => throw new TimeoutException("it does not answer");
        host.Plane.OnExplain = _ => throw new TimeoutException("it does not answer");
        host.Plane.OnRun = (_, _) => throw new TimeoutException("it does not answer");
        foreach (var (path, method, operation) in api.Operations)
        {
            if (operation.GetProperty("responses").EnumerateObject().Any(response => response.Name is "503" or "504"))
            {
                await ShouldFailAsDescribedAsync(host, api, method, path);
            }

            if (path.Contains("{name}", StringComparison.Ordinal))
            {
                await ShouldFailAsDescribedAsync(host, api, method, path.Replace("{name}", ".no", StringComparison.Ordinal), operation);
            }

            await ShouldFailAsDescribedAsync(host, api, method, path, change: request =>
            {
                request.Headers.ExpectContinue = true;
                request.Content = new ByteArrayContent(new byte[8192]);
            });
        }
    }

    [Fact]
    public async Task Every_code_is_described_and_every_example_is_what_it_stands_for()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToArray();
        var described = api.Operations.SelectMany(operation => operation.Operation.GetProperty("responses").EnumerateObject())
            .SelectMany(response => Codes(api.Resolve(response.Value), response.Name)).Concat(OfNoOperation).Distinct();

        api.Schema("Problem").GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString())
            .ShouldBe(codes, ignoreOrder: true);
        described.ShouldBe(codes, ignoreOrder: true);
        foreach (var media in Media(api.Root))
        {
            var examples = media.TryGetProperty("example", out var one) ? [one] : media.GetProperty("examples").EnumerateObject().Select(example => example.Value.GetProperty("value"));
            examples.SelectMany(example => api.Problems(example, media.GetProperty("schema"))).ShouldBeEmpty(media.ToString());
        }

        IEnumerable<string> Codes(JsonElement response, string status) =>
            response.TryGetProperty("content", out var content) && content.TryGetProperty(ProblemType, out var problem)
                ? problem.GetProperty("examples").EnumerateObject().Select(example =>
                {
                    example.Value.GetProperty("value").GetProperty("status").GetInt32().ToString().ShouldBe(status);
                    example.Value.GetProperty("value").GetProperty("code").GetString().ShouldBe(example.Name);
                    return example.Name;
                })
                : [];
    }

    [Fact]
    public async Task Every_event_is_one_that_is_described()
    {
        await using var host = await StartAsync();
        var api = await ReadAsync(host);
        using var reader = await SseReader.OpenAsync(host, "/v1/events?after=e0-1");
        host.Plane.Publish("work", new PaneRemoved(new PaneId(1), new WindowId(2)));

        api.Problems((await reader.EventAsync()).Data, api.Schema("Event")).ShouldBeEmpty();
        api.Problems((await reader.EventAsync()).Data, api.Schema("Event")).ShouldBeEmpty();
        api.Schema("Event").GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray().Select(type => type.GetString())
            .ShouldBe(EventTypes.All, ignoreOrder: true);
    }

    private static async Task ShouldFailAsDescribedAsync(
        ApiHost host, ApiDescription api, string method, string path, JsonElement? described = null, Action<HttpRequestMessage>? change = null)
    {
        var operation = described ?? api.Operations.Single(candidate => candidate.Path == path && candidate.Method == method).Operation;
        using var client = host.Client();
        using var response = await AskAsync();

        ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(400, $"{method} {path}");
        var problem = await ShouldBeDescribedAsync(api, operation, response, $"{method} {path}");
        api.Response(operation, (int)response.StatusCode)!.Value.GetProperty("content").GetProperty(ProblemType).GetProperty("examples")
            .TryGetProperty(problem.GetProperty("code").GetString()!, out _).ShouldBeTrue($"{method} {path}: {problem}");

        // The node answers a body that is too large and closes without reading it: a client that still sends may meet the end of the
        // connection before it has seen the answer, and asks again.
        async Task<HttpResponseMessage> AskAsync()
        {
            for (var tries = 1; ; tries++)
            {
                using var request = Request(api, path, method, operation);
                change?.Invoke(request);
                try
                {
                    return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                }
                catch (HttpRequestException e) when (e.InnerException is IOException && tries < 10)
                {
                    continue;
                }
            }
        }
    }

    private static async Task<JsonElement> ShouldBeDescribedAsync(ApiDescription api, JsonElement operation, HttpResponseMessage response, string what)
    {
        var described = api.Response(operation, (int)response.StatusCode) ?? throw new InvalidOperationException($"{what}: {response.StatusCode} is not described");
        var type = response.Content.Headers.ContentType!.MediaType!;
        var media = described.GetProperty("content").EnumerateObject().ShouldHaveSingleItem();
        type.ShouldBe(media.Name, what);
        if (!type.EndsWith("json", StringComparison.Ordinal))
        {
            return default;
        }

        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        api.Problems(body, media.Value.GetProperty("schema")).ShouldBeEmpty(what);
        return body;
    }

    private static HttpRequestMessage Request(ApiDescription api, string path, string method, JsonElement operation)
    {
        foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "path") : [])
        {
            path = path.Replace($"{{{parameter.GetProperty("name").GetString()}}}", parameter.GetProperty("example").GetString(), StringComparison.Ordinal);
        }

        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var media = body.GetProperty("content").GetProperty("application/json");
            api.Problems(media.GetProperty("example"), media.GetProperty("schema")).ShouldBeEmpty(path);
            request.Content = new StringContent(media.GetProperty("example").GetRawText(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static IEnumerable<JsonElement> Media(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("schema", out _) && !element.TryGetProperty("in", out _) && (element.TryGetProperty("example", out _) || element.TryGetProperty("examples", out _)) => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Media(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Media),
        _ => [],
    };

    // What answers an ordinary request by refusing it.
    private static bool IsUpgrade(JsonElement operation) => operation.GetProperty("responses").TryGetProperty("101", out _);

    // HEAD is GET without the body, and is described once for all.
    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD");

    private static async Task<ApiDescription> ReadAsync(ApiHost host)
    {
        using var client = host.Client();
        return new ApiDescription(JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement);
    }

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        new FakeControlPlane
        {
            Servers = [FakeControlPlane.View("work")],
            OnTree = _ => new TreeOutcome.Known(Tree()),
            OnKill = _ => new KillOutcome.Killed(new ServerGeneration(1, 2), "its process is gone"),
            OnCommand = (_, _, _) => CommandOutcome.Completed.Of("main"),
            OnWait = (_, _) => new WaitOutcome.Held("text"),
            Agents = new AgentReport([Agent()], [new AgentsNotRead("other", "it does not answer")]),
            OnExplain = _ => new AgentOutcome.Explained(Agent(), [Agent().State.Evidence!]),
            OnRun = (_, _) => [new RunEvent.Ended(new RunResult.Exited(3), Run())],
            Runs = [Run()],
            OnCapture = (pane, _) => new CaptureOutcome.Captured(PaneEndpointTests.Capture(pane)),
        },
        limits: new ApiLimits { MaxBody = 4096 },
        services: services => services.AddSingleton<INodes>(new FakeNodes()));

    private static AgentView Agent() => new(
        "fake", "work", new ServerGeneration(1, 2), new PaneId(5), "main:0.1", "claude", Known: true, new ProcessIdentity(7, 8), new AgentState(AgentStatus.Waiting, DateTimeOffset.UnixEpoch)
        {
            Kind = AgentWaitKind.Plan,
            Attention = true,
            SubAgents = 2,
            Evidence = new AgentEvidence(AgentSource.Hook, AgentStatus.Waiting, "its hook says so", DateTimeOffset.UnixEpoch) { Kind = AgentWaitKind.Plan, Until = DateTimeOffset.UnixEpoch, Rule = "plan", Weak = true },
        });

    private static RunView Run() => new(
        "fake", RunId.TryParse("0123456789ab", out var id) ? id : default, new ServerName("work"), new SessionId(0), new WindowId(3), new PaneId(5), ["true"], DateTimeOffset.UnixEpoch)
    {
        Result = new RunResult.Exited(3),
        Ended = DateTimeOffset.UnixEpoch,
    };

    private static ServerTree Tree()
    {
        var pane = new PaneView(new PaneId(0), 0, true, new TerminalSize(80, 24), false, 7, "title", "sh", "/", null);
        var window = new WindowView(new WindowId(0), 0, "sh", true, new TerminalSize(80, 24), "b25d,80x24,0,0,0", false, [pane]);
        return new ServerTree(
            "fake", "work", new ServerGeneration(1, 2), 3, DateTimeOffset.UnixEpoch,
            [new SessionView(new SessionId(0), "main", null, false, 1, [window])],
            [new ClientState("/dev/pts/1", 8, new SessionId(0), new TerminalSize(80, 24), false, false)],
            [new BufferState("buffer0", 3, 4)]);
    }
}
