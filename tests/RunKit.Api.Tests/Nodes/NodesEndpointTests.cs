using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Api.Tests.Nodes;

/// <summary>The nodes of a cluster over the API, and what is asked of another by <c>?node=</c>.</summary>
public sealed class NodesEndpointTests
{
    private readonly FakeNodes _nodes = new();

    [Fact]
    public async Task A_node_of_no_cluster_tells_of_itself_alone()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();

        using var nodes = JsonDocument.Parse(await client.GetStringAsync("/v1/nodes"));

        nodes.RootElement.EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("fake");
        (await CodeAsync(client, HttpMethod.Get, "/v1/servers?node=b")).ShouldBe((HttpStatusCode.NotFound, "unknown-node"));
    }

    [Fact]
    public async Task The_servers_of_all_nodes_are_listed_when_all_are_asked_for()
    {
        await using var host = await StartAsync();
        host.Plane.Servers = [FakeControlPlane.View("here")];
        using var client = host.Client();

        (await NamesAsync(client, "/v1/servers")).ShouldBe(["here"]);
        (await NamesAsync(client, "/v1/servers?node=*")).ShouldBe(["here", "there", "away"]);
        (await NamesAsync(client, "/v1/servers?node=fake")).ShouldBe(["here"]);
    }

    [Fact]
    public async Task A_change_on_another_node_is_asked_there_in_the_callers_name_and_scope()
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        using var answer = await client.PostAsync("/v1/servers/build/kill?node=b", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        _nodes.Other.Asked.ShouldContain("kill build");
        host.Plane.Asked.ShouldBeEmpty();
        _nodes.Callers.ShouldHaveSingleItem().Scope.ShouldBe(AccessScope.Admin);
        _nodes.Callers[0].Name.ShouldStartWith("uid-");
        host.Log.Of("runkit.audit").ShouldContain(line => line.Contains("\"node\":\"b\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/v1/servers?node=nobody", HttpStatusCode.NotFound, "unknown-node")]
    [InlineData("GET", "/v1/servers?node=old-box", HttpStatusCode.ServiceUnavailable, "node-not-reached")]
    [InlineData("GET", "/v1/events?node=old-box", HttpStatusCode.ServiceUnavailable, "node-not-reached")]
    [InlineData("POST", "/v1/nodes/b/forget", HttpStatusCode.Conflict, "node-failed")]
    [InlineData("POST", "/v1/nodes/old-box/forget", HttpStatusCode.OK, null)]
    public async Task What_cannot_be_asked_of_a_node_is_told_by_its_code(string method, string path, HttpStatusCode status, string? code)
    {
        await using var host = await StartAsync();
        using var client = host.Client();

        (await CodeAsync(client, new HttpMethod(method), path)).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_client_speaks_to_another_node_as_to_its_own()
    {
        await using var host = await StartAsync();
        _nodes.Other.Servers = [FakeControlPlane.View("there")];
        var own = await RunKit.Client.HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);

        var other = own.On("b");

        other.Node.ShouldBe("b");
        (await other.GetServersAsync(CancellationToken.None)).Single().Name.ShouldBe("there");
        (await other.KillAsync(new ServerName("there"), CancellationToken.None)).ShouldBeOfType<KillOutcome.AlreadyDead>();
        (await own.GetNodesAsync(CancellationToken.None)).ShouldBe(_nodes.GetNodes());
        (await own.GetAllServersAsync(CancellationToken.None)).Last().NodeUnreachableSince.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(services: services => services.AddSingleton<INodes>(_nodes));

    private static async Task<IEnumerable<string?>> NamesAsync(HttpClient client, string path)
    {
        using var rows = JsonDocument.Parse(await client.GetStringAsync(path));
        return [.. rows.RootElement.EnumerateArray().Select(row => row.GetProperty("name").GetString())];
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(HttpClient client, HttpMethod method, string path)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body.RootElement.ValueKind == JsonValueKind.Object ? body.RootElement.GetProperty("code").GetString() : null);
    }
}
