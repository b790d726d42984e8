using System.Net;
using System.Text.Json;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Security;

public sealed class AccessGateTests
{
    private const string Reader = "reader-reader-reader";
    private const string Typist = "typist-typist-typist";
    private const string Manager = "manager-manager-manager";
    private const string Admin = "admin-admin-admin-admin";
    private const string Limited = "limited-limited-limited";

    private static readonly AccessTokens Tokens = AccessTokens.Parse(
        $"reader read {Reader}\ntypist input {Typist}\nmanager manage {Manager}\nboss admin {Admin}\nci admin {Limited} servers=ci-*");

    [Theory]
    [InlineData(null, ProblemCodes.TokenMissing, "Bearer realm=\"runkit\"")]
    [InlineData("Bearer", ProblemCodes.TokenMissing, "Bearer realm=\"runkit\"")]
    [InlineData("Basic YTpi", ProblemCodes.TokenMissing, "Bearer realm=\"runkit\"")]
    [InlineData("Bearerx", ProblemCodes.TokenMissing, "Bearer realm=\"runkit\"")]
    [InlineData("Bearer admin-admin-admin-admi", ProblemCodes.TokenUnknown, "Bearer realm=\"runkit\", error=\"invalid_token\"")]
    [InlineData("Bearer boss", ProblemCodes.TokenUnknown, "Bearer realm=\"runkit\", error=\"invalid_token\"")]
    public async Task Without_a_token_of_the_nodes_nothing_is_told_not_even_what_there_is(string? authorization, string code, string challenge)
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        foreach (var path in (string[])["/v1/servers", "/v1/events", "/v1/node", "/nothing", "/"])
        {
            var response = await client.GetAsync(path);
            await ShouldBeProblemAsync(response, HttpStatusCode.Unauthorized, code);
            response.Headers.WwwAuthenticate.ToString().ShouldBe(challenge);
        }

        host.Plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_opens_as_much_as_its_scope()
    {
        await using var host = await StartAsync();
        (string Method, string Path, AccessScope Needed)[] requests =
        [
            ("GET", "/v1/servers", AccessScope.Read),
            ("GET", "/v1/servers/build/tree", AccessScope.Read),
            ("GET", "/nothing", AccessScope.Read),
            ("POST", "/v1/servers/build/exec", AccessScope.Admin),
            ("POST", "/v1/servers/build/kill", AccessScope.Admin),
            ("POST", "/v1/servers/build/release", AccessScope.Manage),
            ("POST", "/v1/servers/build/guard", AccessScope.Manage),
            ("POST", "/v1/servers", AccessScope.Manage),
        ];
        foreach (var (token, scope) in ((string, AccessScope)[])[(Reader, AccessScope.Read), (Typist, AccessScope.Input), (Manager, AccessScope.Manage), (Admin, AccessScope.Admin)])
        {
            using var client = host.TcpClient(token);
            foreach (var (method, path, needed) in requests)
            {
                var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
                if (scope >= needed)
                {
                    response.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, path);
                    response.StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized, path);
                }
                else
                {
                    await ShouldBeProblemAsync(response, HttpStatusCode.Forbidden, ProblemCodes.ScopeTooSmall);
                    response.Headers.WwwAuthenticate.ToString().ShouldContain($"scope=\"{KebabCase.Of(needed)}\"");
                }
            }
        }
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:7117", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost:1", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("node.example", true)]
    public async Task A_page_that_has_its_own_name_point_here_gets_nothing(string name, bool answered)
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(Admin);
        foreach (var path in (string[])["/v1/servers", "/healthz/live"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name;
            var response = await client.SendAsync(request);
            if (answered)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            else
            {
                await ShouldBeProblemAsync(response, HttpStatusCode.Forbidden, ProblemCodes.ForeignHost);
            }
        }
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://dash.example:444", false)]
    [InlineData("https://dash.example", true)]
    public async Task Pages_of_other_origins_are_refused_and_those_that_are_listed_may_read(string origin, bool answered)
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(Admin);
        client.DefaultRequestHeaders.Add("Origin", origin);

        var response = await client.GetAsync("/v1/servers");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/servers");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        var allowance = await client.SendAsync(preflight);

        if (answered)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([origin]);
            allowance.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            allowance.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([origin]);
        }
        else
        {
            await ShouldBeProblemAsync(response, HttpStatusCode.Forbidden, ProblemCodes.ForeignOrigin);
            response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
            allowance.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_nodes_own_pages_may_call_it()
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(Admin);
        client.DefaultRequestHeaders.Add("Origin", $"http://127.0.0.1:{host.Port}");

        (await client.GetAsync("/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whether_a_node_lives_is_told_to_everybody()
    {
        await using var host = await StartAsync();
        using var client = host.TcpClient(null);

        (await client.GetStringAsync("/healthz/live")).ShouldBe("live\n");
        (await client.GetStringAsync("/healthz/ready")).ShouldBe("ready\n");
    }

    [Theory]
    [InlineData("/healthz/live", "", true)]
    [InlineData("/v1/servers", "", true)]
    [InlineData("/v1/servers", "Authorization: Bearer wrong-wrong-wrong-wrong\r\n", true)]
    [InlineData("/v1/servers", $"Authorization: Bearer {Reader}\r\n", false)]
    public async Task Who_shows_no_token_gets_one_answer_and_keeps_no_connection(string path, string authorization, bool closed)
    {
        await using var host = await StartAsync();
        await using var connection = await host.ConnectAsync(overTcp: true, CancellationToken.None);
        using var reader = new StreamReader(connection);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var request = System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\r\n");
        await connection.WriteAsync(request, limit.Token);

        var head = new List<string>();
        while (await reader.ReadLineAsync(limit.Token) is { Length: > 0 } line)
        {
            head.Add(line);
        }

        head.Contains("Connection: close").ShouldBe(closed);
        if (closed)
        {
            await reader.ReadToEndAsync(limit.Token);
        }
    }

    [Fact]
    public async Task Over_the_unix_socket_no_token_is_asked_for()
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        (await client.GetAsync("/v1/servers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("/v1/servers/build/kill", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_some_servers_sees_and_changes_no_others_wherever_it_asks()
    {
        await using var host = await StartAsync();
        host.Plane.Servers = [FakeControlPlane.View("ci-1"), FakeControlPlane.View("work")];
        using var ci = host.TcpClient(Limited);

        (await ci.PostAsync("/v1/servers/ci-1/kill", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ci.GetAsync("/v1/servers/ci-1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        ServerViewJson.Read(await ci.GetStringAsync("/v1/servers")).Select(view => view.Name).ShouldBe(["ci-1"]);
        (await ci.PostAsync("/v1/servers", new StringContent("{\"server\":\"ci-2\"}"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await ci.GetAsync("/v1/node")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var endpoint in host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<OpenToAll>() is null))
        {
            var path = endpoint.RoutePattern.RawText!;
            var method = endpoint.Metadata.GetMetadata<Change>() is null ? HttpMethod.Get : HttpMethod.Post;
            if (path.Contains("{name}", StringComparison.Ordinal) || endpoint.Metadata.GetMetadata<HeedsServers>() is null)
            {
                var response = await ci.SendAsync(new HttpRequestMessage(method, path.Replace("{name}", "work", StringComparison.Ordinal)));
                await ShouldBeProblemAsync(response, HttpStatusCode.Forbidden, ProblemCodes.ScopeTooSmall);
            }
        }

        await ShouldBeProblemAsync(await ci.PostAsync("/v1/servers", new StringContent("{\"server\":\"work\"}")), HttpStatusCode.Forbidden, ProblemCodes.ScopeTooSmall);
        host.Plane.Asked.ShouldAllBe(asked => !asked.Contains("work"));
    }

    [Fact]
    public async Task A_token_of_some_servers_hears_no_events_of_others()
    {
        await using var host = await StartAsync();
        using var ci = host.TcpClient(Limited);
        using var stream = new StreamReader(await ci.GetStreamAsync($"/v1/events?after={FakeControlPlane.Epoch}-0"));
        host.Plane.Publish("work", new ServerReachable());
        host.Plane.Publish("ci-1", new ServerReachable());

        string? line;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((line = await stream.ReadLineAsync(limit.Token))?.StartsWith("data:", StringComparison.Ordinal) == false)
        {
            // Up to the first event.
        }

        line.ShouldNotBeNull().ShouldContain("\"server\":\"ci-1\"");
    }

    [Fact]
    public async Task A_stream_ends_with_its_token()
    {
        var tokens = Tokens;
        await using var host = await ApiHost.StartAsync(access: new AccessPolicy(() => tokens, [], []));
        using var reader = host.TcpClient(Reader);
        using var stream = new StreamReader(await reader.GetStreamAsync("/v1/events"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        (await stream.ReadLineAsync(limit.Token)).ShouldBe(": connected");

        tokens = AccessTokens.Parse($"boss admin {Admin}");

        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await stream.ReadLineAsync(limit.Token) is not null)
            {
                // What is left of the greeting.
            }
        });
        await Eventually.TrueAsync(() => host.Plane.Readers == 0, "the node has closed the stream");
    }

    [Fact]
    public async Task Every_change_leaves_a_line_with_who_what_target_and_outcome()
    {
        await using var host = await StartAsync();
        host.Plane.OnKill = name => name.Value == "build" ? new KillOutcome.AlreadyDead() : new KillOutcome.UnknownServer();
        using var boss = host.TcpClient(Admin);
        using var reader = host.TcpClient(Reader);
        using var stranger = host.TcpClient(null);
        using var local = host.Client();

        await boss.PostAsync("/v1/servers/build/kill", null);
        await boss.PostAsync("/v1/servers/nope/kill", null);
        await boss.PostAsync("/v1/servers", new StringContent("{\"server\":\"fresh\"}"));
        await boss.PostAsync("/v1/servers/build/exec", new StringContent("{\"command\":[\"send-keys\",\"secret\"]}"));
        await boss.PostAsync("/v1/servers/a%0Aaudit/guard", null);
        await reader.PostAsync("/v1/servers/build/release", null);
        await stranger.PostAsync("/v1/servers/build/kill", null);
        await local.PostAsync("/v1/servers/build/release", null);
        await boss.GetAsync("/v1/servers");
        host.Plane.OnKill = _ => throw new InvalidOperationException("broken");
        await boss.PostAsync("/v1/servers/build/kill", null);

        var entries = host.Log.Of("runkit.audit").Select(line => AuditEntry.Parse(line["audit ".Length..]).ShouldNotBeNull()).ToArray();
        var outcomes = entries.Where(entry => entry.Phase == AuditPhase.Outcome).ToArray();
        outcomes.Take(7).Select(entry => (entry.Operation, entry.Server, entry.By, entry.Outcome)).ShouldBe(
        [
            ("kill", "build", "boss", "done"),
            ("kill", "nope", "boss", "unknown-server"),
            ("new", "fresh", "boss", "done"),
            ("exec", "build", "boss", "done"),
            ("guard", "a\naudit", "boss", "bad-name"),
            ("release", "build", "reader", "scope-too-small"),
            ("kill", "build", "unknown", "token-missing"),
        ]);
        outcomes[3].Commands.ShouldBe(["send-keys"]);
        (outcomes[7].Operation, outcomes[7].Outcome).ShouldBe(("release", "done"));
        outcomes[7].By.ShouldMatch("^uid-[0-9]+$");
        (outcomes[8].By, outcomes[8].Outcome).ShouldBe(("boss", "internal"));
        outcomes.Length.ShouldBe(9);

        // What was refused, or named no possible server, was never begun.
        entries.Length.ShouldBe(9 + 6);

        // Whoever got through the gate is named to the plane, so that it writes no line of its own; who only reads is not.
        host.Plane.Callers.Take(5).ShouldBe(["boss", "boss", "boss", "boss", "boss"]);
        host.Plane.Callers.Count.ShouldBe(7);
    }

    private static Task<ApiHost> StartAsync() =>
        ApiHost.StartAsync(access: new AccessPolicy(Tokens, ["node.example"], ["https://dash.example"]));

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString().ShouldBe(code);
    }
}
