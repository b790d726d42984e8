using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

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
