using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RunKit.Api.Security;

namespace RunKit.Api.Tests.Servers;

public sealed class ServerEndpointTests
{
    [Fact]
    public async Task The_list_is_an_array_in_the_contracts_words()
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane
        {
            Servers = [FakeControlPlane.View("build") with { Status = ServerStatus.BackingOff, Reason = ServerReason.ServerDead }],
        });
        using var client = host.Client();

        var response = await client.GetAsync("/v1/servers");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var server = json.RootElement.EnumerateArray().ShouldHaveSingleItem();
        server.GetProperty("name").GetString().ShouldBe("build");
        server.GetProperty("status").GetString().ShouldBe("backing-off");
        server.GetProperty("reason").GetString().ShouldBe("server-dead");
        server.GetProperty("generation").GetProperty("pid").GetInt32().ShouldBe(42);
    }

    [Fact]
    public async Task One_server_is_found_by_its_name_even_one_that_is_not_managed()
    {
        await using var host = await ApiHost.StartAsync(new FakeControlPlane
        {
            Servers = [FakeControlPlane.View("build"), FakeControlPlane.View("odd name") with { Status = ServerStatus.Unmanageable }],
        });
        using var client = host.Client();

        JsonDocument.Parse(await client.GetStringAsync("/v1/servers/build")).RootElement.GetProperty("name").GetString().ShouldBe("build");
        JsonDocument.Parse(await client.GetStringAsync("/v1/servers/odd%20name")).RootElement.GetProperty("status").GetString().ShouldBe("unmanageable");
    }

    [Theory]
    [InlineData("GET", "/v1/servers/nope", 404, ProblemCodes.UnknownServer)]
    [InlineData("GET", "/v1/servers/.nope", 400, ProblemCodes.BadName)]
    [InlineData("POST", "/v1/servers/no%2fpe/kill", 400, ProblemCodes.BadName)]
    [InlineData("POST", "/v1/servers/no%20pe/release", 400, ProblemCodes.BadName)]
    [InlineData("GET", "/v1/nothing", 404, ProblemCodes.NotFound)]
    [InlineData("GET", "/", 404, ProblemCodes.NotFound)]
    [InlineData("DELETE", "/v1/servers", 405, ProblemCodes.MethodNotAllowed)]
    [InlineData("GET", "/v1/servers/build/kill", 405, ProblemCodes.MethodNotAllowed)]
    public async Task What_cannot_be_answered_is_a_problem_with_a_code(string method, string path, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await ShouldBeProblemAsync(await client.SendAsync(request), status, code);
    }

    [Theory]
    [InlineData("/v1/servers", "")]
    [InlineData("/v1/servers", "{\"server\":")]
    [InlineData("/v1/servers", "null")]
    [InlineData("/v1/servers", "[]")]
    [InlineData("/v1/servers", "{}")]
    [InlineData("/v1/servers", "{\"server\":\"../etc\"}")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"command\":[null]}")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"command\":\"sh\"}")]
    [InlineData("/v1/servers/build/exec", "")]
    [InlineData("/v1/servers/build/exec", "{}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[]}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"\"]}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"-L\",\"x\"]}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\\u0000\"]}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\",null]}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\"],\"input\":7}")]
    [InlineData("/v1/servers/build/release", "{\"force\":\"yes\"}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\"],\"timeoutMs\":0}")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\"],\"timeoutMs\":600001}")]
    public async Task A_body_that_cannot_be_used_reaches_no_plane(string path, string body)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

        await ShouldBeProblemAsync(await client.PostAsync(path, content), 400, ProblemCodes.BadBody);
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"serverr\":\"b\"}", "there is no member \"serverr\"; the members are server, session, directory, command, attachOk")]
    [InlineData("/v1/servers", "{\"Server\":\"a\"}", "there is no member \"Server\"")]
    [InlineData("/v1/servers", "{\"server\":7}", "\"server\" is to be a text")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"command\":\"sh\"}", "\"command\" is to be an array of texts")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"command\":[7]}", "\"command[0]\" is to be a text")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"attachOk\":\"yes\"}", "\"attachOk\" is to be true or false")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"timeoutMs\":\"5s\"}", "\"timeoutMs\" is to be a whole number")]
    [InlineData("/v1/servers", "{\"server\":\"a\",\"timeoutMs\":99999999999}", "\"timeoutMs\" is to be a whole number")]
    [InlineData("/v1/servers", "{\"server\":\"../etc\"}", "a server name")]
    [InlineData("/v1/servers", "[]", "it is an array, and is to be an object")]
    [InlineData("/v1/servers", "{\"server\":}", "it is no JSON (line 1, byte 11)")]
    [InlineData("/v1/servers/build/exec", "{\"command\":[\"ls\"],\"timeout\":5}", "there is no member \"timeout\"; the members are command, timeoutMs, input")]
    [InlineData("/v1/servers/build/kill", "{\"forced\":true}", "there is no member \"forced\"; the members are force")]
    [InlineData("/v1/servers/build/release", "{\"force\":1}", "\"force\" is to be true or false")]
    public async Task What_is_wrong_with_a_body_is_said_by_its_members_and_not_in_the_words_of_our_code(string path, string body, string words)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();

        var answer = await client.PostAsync(path, new StringContent(body));

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        detail.ShouldStartWith("the body is not usable: ");
        detail.ShouldContain(words);
        detail.ShouldNotContain("System.");
        detail.ShouldNotContain("RunKit.");
        detail.ShouldNotContain(".NET");
        detail.ShouldNotContain("Path:");
        host.Plane.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Head_answers_as_get_does_without_the_body()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.Servers = [FakeControlPlane.View("build")];
        host.Plane.OnTree = _ => new TreeOutcome.NotKnown("nothing");
        using var client = host.Client();
        foreach (var endpoint in host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Change>() is null))
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{name}", "build", StringComparison.Ordinal);
            using var get = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task A_body_may_leave_out_what_is_optional()
    {
        await using var host = await ApiHost.StartAsync();
        NewServer? asked = null;
        host.Plane.OnNew = request =>
        {
            asked = request;
            return new CreateOutcome.Created(new ServerGeneration(1, 2), new SessionId(0));
        };
        using var client = host.Client();
        using var content = new StringContent("{\"server\":\"a\"}");

        var response = await client.PostAsync("/v1/servers", content);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        asked!.Server.Value.ShouldBe("a");
        asked.Command.ShouldBeEmpty();
        asked.AttachOk.ShouldBeFalse();
    }

    [Fact]
    public async Task A_plane_that_does_not_answer_is_a_timeout_of_the_gateway()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnKill = _ => throw new TimeoutException("the plane did not answer within 5 s");
        using var client = host.Client();

        await ShouldBeProblemAsync(await client.PostAsync("/v1/servers/build/kill", null), 504, ProblemCodes.PlaneTimeout);
    }

    [Fact]
    public async Task A_fault_shows_nothing_of_its_inside()
    {
        await using var host = await ApiHost.StartAsync();
        host.Plane.OnKill = _ => throw new InvalidOperationException("secret");
        using var client = host.Client();

        var detail = await ShouldBeProblemAsync(await client.PostAsync("/v1/servers/build/kill", null), 500, ProblemCodes.Internal);

        detail.ShouldNotContain("secret");
    }

    private static async Task<string> ShouldBeProblemAsync(HttpResponseMessage response, int status, string code)
    {
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        json.RootElement.GetProperty("code").GetString().ShouldBe(code);
        json.RootElement.GetProperty("status").GetInt32().ShouldBe(status);
        var detail = json.RootElement.GetProperty("detail").GetString()!;
        detail.ShouldNotBeEmpty();
        detail.ShouldNotContain('\n');
        return detail;
    }
}
