using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace RunKit.Cli.Tests.Serving;

/// <summary><c>/mcp</c> of a node: who may use it, with which tools, and what is written down of it.</summary>
public sealed class McpEndpointTests
{
    private const string Secret = "hunter2 is my password";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("read", 6)]
    [InlineData("input", 10)]
    [InlineData("manage", 10)]
    [InlineData("admin", 13)]
    public async Task An_agent_with_a_token_has_the_tools_of_its_scope_and_what_it_changes_is_written_down(string scope, int tools)
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        await using var client = await ConnectAsync(node, Token(scope));

        (await client.ListToolsAsync()).Count.ShouldBe(tools);
        var result = await client.CallToolAsync("run", Arguments(("server", "work"), ("command", new[] { "echo", Secret })));

        var audit = (await runkit.RunAsync("audit", "--json")).ShouldBeDone();
        audit.ShouldNotContain("hunter2");
        if (scope == "read")
        {
            (result.IsError ?? false, Text(result)).ShouldBe((true, "run needs the scope input, and this client has read"));
            audit.ShouldBe("[]\n");
            return;
        }

        Text(result).ShouldContain("\"state\":\"exited\",\"code\":0");
        var line = JsonDocument.Parse(audit).RootElement.EnumerateArray().Single();
        (line.GetProperty("by").GetString(), line.GetProperty("operation").GetString(), line.GetProperty("server").GetString(), line.GetProperty("outcome").GetString())
            .ShouldBe(($"{scope}/mcp", "run", "work", "done"));
        line.GetProperty("characters").GetInt32().ShouldBe("echo".Length + Secret.Length);
        node.Error.ShouldContain("\"phase\":\"intent\"");
        node.Error.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Of_servers_that_a_token_does_not_reach_an_agent_sees_and_changes_nothing()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("ci-1", "user", "cat");
        var node = await ServeAsync(runkit);
        await using var all = await ConnectAsync(node, Token("admin"));
        await using var some = await ConnectAsync(node, Token("some"));
        var pane = "";
        await Eventually.TrueAsync(
            async () => (pane = Panes(await all.CallToolAsync("list", Arguments(("server", "work")))).FirstOrDefault() ?? "") is not "", "it is listed");

        var seen = Text(await some.CallToolAsync("list", Arguments()));
        seen.ShouldContain("\"ci-1\"");
        seen.ShouldNotContain("work");
        foreach (var (tool, arguments) in new (string, Dictionary<string, object?>)[]
                 {
                     ("list", Arguments(("server", "work"))), ("capture", Arguments(("pane", pane))), ("wait", Arguments(("pane", pane), ("prompt", true))),
                     ("send_text", Arguments(("pane", pane), ("text", "x"), ("enter", true))), ("run", Arguments(("server", "work"), ("command", new[] { "true" }))),
                     ("create", Arguments(("server", "work"))), ("kill", Arguments(("target", pane), ("expected", "cat"))),
                 })
        {
            var result = await some.CallToolAsync(tool, arguments);
            (result.IsError ?? false, Text(result)).ShouldSatisfyAllConditions(answer => answer.Item1.ShouldBeTrue(), answer => answer.Item2.ShouldContain("there is no server work"));
        }

        Text(await some.CallToolAsync("search", Arguments(("pattern", ".")))).ShouldNotContain("work");
        (await runkit.RunAsync("audit", "--json")).ShouldBeDone().ShouldBe("[]\n");
    }

    [Fact]
    public async Task What_an_agent_has_subscribed_to_is_told_to_it_and_only_of_servers_that_its_token_reaches()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("ci-1", "user", "cat");
        var node = await ServeAsync(runkit);
        await using var client = await ConnectAsync(node, Token("some"));
        var told = new ConcurrentQueue<string>();
        client.RegisterNotificationHandler(NotificationMethods.ResourceUpdatedNotification, (notification, _) =>
        {
            told.Enqueue(notification.Params!["uri"]!.ToString());
            return ValueTask.CompletedTask;
        });
        await client.SubscribeToResourceAsync("runkit://server/work");
        await client.SubscribeToResourceAsync("runkit://server/ci-1");

        (await client.ListResourcesAsync()).Select(resource => resource.Uri).ShouldBe(["runkit://servers", "runkit://server/ci-1"]);
        await runkit.Sandbox.TmuxAsync("work", "rename-session", "-t", "user", "renamed");
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("tree", "-L", "work")).Output.Contains("renamed", StringComparison.Ordinal), "the node has seen it");
        await runkit.Sandbox.TmuxAsync("ci-1", "rename-session", "-t", "user", "renamed");

        await Eventually.TrueAsync(() => told.Contains("runkit://server/ci-1"), "it is told");
        told.ShouldNotContain("runkit://server/work");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_session_is_behind_the_gate_by_every_method_and_answers_only_who_began_it(string method)
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        using var http = new HttpClient { BaseAddress = new Uri(node.Url) };
        var session = await BeginAsync(http, Token("admin"));

        (await StatusAsync(http, method, session, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(http, method, session, new string('x', 30))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(http, method, session, Token("admin"), request => request.Headers.Host = "evil.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(http, method, session, Token("admin"), request => request.Headers.Add("Origin", "http://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(http, method, session, Token("input"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(http, method, session, Token("admin"), request => request.Headers.Add("RunKit-Scope", "read"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(http, method, session, Token("admin"), request => request.Headers.Add("RunKit-Scope", "everything"))).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(http, method, "no-such-session", Token("admin"))).ShouldBe(method == "DELETE" ? HttpStatusCode.OK : HttpStatusCode.NotFound);

        ((int)await StatusAsync(http, method, session, Token("admin"))).ShouldBeInRange(200, 204);
    }

    [Fact]
    public async Task A_client_has_so_many_sessions_and_no_more_and_others_have_theirs()
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        using var http = new HttpClient { BaseAddress = new Uri(node.Url) };
        var sessions = new List<string>();
        for (var i = 0; i < 16; i++)
        {
            sessions.Add(await BeginAsync(http, Token("input")));
        }

        using (var refused = await http.SendAsync(Initialize(Token("input"))))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsStringAsync()).ShouldStartWith("you have 16 sessions already");
        }

        await BeginAsync(http, Token("read"));
        await StatusAsync(http, "DELETE", sessions[0], Token("input"));
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.SendAsync(Initialize(Token("input")));
                return answer.IsSuccessStatusCode;
            },
            "there is a place again");
    }

    [Fact]
    public async Task A_text_that_is_larger_than_a_body_may_be_is_refused_and_the_session_goes_on()
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        using var http = new HttpClient { BaseAddress = new Uri(node.Url) };
        var session = await BeginAsync(http, Token("input"));

        using var request = Request("POST", session, Token("input"), $"{{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{{\"name\":\"list\",\"arguments\":{{\"filter\":\"{new string('x', 5_000_000)}\"}}}}}}");
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await StatusAsync(http, "POST", session, Token("input"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_ends_with_its_token_and_its_run_goes_on()
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        using var made = JsonDocument.Parse((await runkit.RunAsync("tokens", "new", "--scope", "input", "--json")).ShouldBeDone());
        var (name, token) = (made.RootElement.GetProperty("name").GetString()!, made.RootElement.GetProperty("token").GetString()!);
        using var http = new HttpClient { BaseAddress = new Uri(node.Url) };
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.SendAsync(Initialize(token));
                return answer.IsSuccessStatusCode;
            },
            "it counts");
        await using var client = await ConnectAsync(node, token);
        var run = Text(await client.CallToolAsync("run", Arguments(("server", "work"), ("command", new[] { "sleep", "1000" }), ("waitMs", 0))));
        run.ShouldContain("\"state\":\"running\"");

        (await runkit.RunAsync("tokens", "revoke", name)).ShouldBeDone();

        await Eventually.TrueAsync(
            async () => (await runkit.RunAsync("audit", "--json")).ShouldBeDone().Contains($"\"by\":\"{name}/mcp\",\"outcome\":\"outcome-unknown\"", StringComparison.Ordinal), "nobody follows it any more");
        using var refused = await http.SendAsync(Initialize(token));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var runs = JsonDocument.Parse((await runkit.RunAsync("runs", "--json")).ShouldBeDone()).RootElement;
        (runs.GetArrayLength(), runs[0].TryGetProperty("result", out var end) && end.ValueKind != JsonValueKind.Null).ShouldBe((1, false));
    }

    [Fact]
    public async Task Over_the_unix_socket_it_needs_no_token_and_a_node_ends_though_a_client_listens()
    {
        await using var runkit = new Runkit();
        var node = await ServeAsync(runkit);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(runkit.NodeSocket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        http.DefaultRequestHeaders.Add("RunKit-Scope", "input");
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri("http://node/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, http));

        (await client.ListToolsAsync()).Count.ShouldBe(10);
        Text(await client.CallToolAsync("run", Arguments(("server", "work"), ("command", new[] { "true" })))).ShouldContain("\"code\":0");

        (await runkit.RunAsync("audit", "--json")).ShouldBeDone().ShouldContain($"\"by\":\"uid-{await runkit.UserAsync()}/mcp\"");
        node.Terminate();
        (await node.EndAsync()).Status.ShouldBe(0);
        runkit.Sandbox.IsAlive("work").ShouldBeTrue();
    }

    private static string Token(string name) => $"{name}-0123456789-0123456789";

    private static async Task<Runkit.Background> ServeAsync(Runkit runkit)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(runkit.TokenFile)!, OwnerOnly | UnixFileMode.UserExecute);
        var names = new[] { "admin", "read", "input", "manage" };
        await File.WriteAllTextAsync(runkit.TokenFile, string.Concat(names.Select(name => $"{name} {name} {Token(name)}\n")) + $"some admin {Token("some")} servers=ci-*\n");
        File.SetUnixFileMode(runkit.TokenFile, OwnerOnly);
        await runkit.Sandbox.StartAsync("work", "user", "cat");
        var node = await runkit.ServeAsync("--listen", "0");
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).ShouldBeDone().Contains("\"connected\"", StringComparison.Ordinal), "it is connected");
        return node;
    }

    private static async Task<McpClient> ConnectAsync(Runkit.Background node, string token) => await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(node.Url + "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {token}" },
    }));

    private static async Task<string> BeginAsync(HttpClient http, string token)
    {
        using var answer = await http.SendAsync(Initialize(token));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return answer.Headers.GetValues("Mcp-Session-Id").Single();
    }

    private static HttpRequestMessage Initialize(string token) => Request(
        "POST",
        null,
        token,
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""");

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string method, string session, string? token, Action<HttpRequestMessage>? change = null)
    {
        using var request = Request(method, session, token, """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        change?.Invoke(request);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Request(string method, string? session, string? token, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        request.Headers.Accept.ParseAdd(method == "GET" ? "text/event-stream" : "application/json, text/event-stream");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
            request.Headers.Add("MCP-Protocol-Version", "2025-06-18");
        }

        request.Content = method == "POST" ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        return request;
    }

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);

    private static string[] Panes(CallToolResult result) => result.IsError == true
        ? []
        : JsonDocument.Parse(Text(result)).RootElement.GetProperty("panes").EnumerateArray().Select(row => row.GetProperty("pane").GetString()!).ToArray();

    private static string Text(CallToolResult result) => ((TextContentBlock)result.Content[0]).Text;
}
