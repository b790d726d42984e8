using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using RunKit.Testing.Fakes;

namespace RunKit.Api.Tests.Servers;

public sealed class TreeEndpointTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_tree_is_told_with_its_age_and_a_tag_that_knows_it_again()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        host.Plane.OnTree = _ => Tree(Noon, "main", "_rk-ctl");

        var first = await client.GetAsync("/v1/servers/build/tree");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var tag = first.Headers.ETag.ShouldNotBeNull().Tag;
        tag.ShouldStartWith("\"42-1700000000-7-");
        var tree = JsonSerializer.Deserialize(await first.Content.ReadAsStringAsync(), PlaneJson.Default.ServerTree)!;
        tree.AsOf.ShouldBe(Noon);
        tree.Sessions.Select(session => (session.Name, session.Hidden)).ShouldBe([("main", false), ("_rk-ctl", true)]);

        host.Plane.OnTree = _ => Tree(Noon.AddSeconds(2), "main", "_rk-ctl");
        (await SendAsync(client, tag)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await SendAsync(client, "*")).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await SendAsync(client, "\"another\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_same_revision_of_another_content_has_another_tag()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        host.Plane.OnTree = _ => Tree(Noon, "main");
        var tag = (await client.GetAsync("/v1/servers/build/tree")).Headers.ETag!.Tag;

        // A node that was started again counts revisions from 0.
        host.Plane.OnTree = _ => Tree(Noon, "other");

        (await SendAsync(client, tag)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_not_known_is_a_problem_and_never_an_empty_tree()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();
        host.Plane.OnTree = _ => new TreeOutcome.NotKnown("nothing has been read from work: server-dead");

        var response = await client.GetAsync("/v1/servers/build/tree");

        ((int)response.StatusCode).ShouldBe(503);
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("\"code\":\"not-known\"");
        body.ShouldContain("nothing has been read from work");
        host.Plane.OnTree = _ => new TreeOutcome.UnknownServer();
        ((int)(await client.GetAsync("/v1/servers/build/tree")).StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task The_client_reads_each_outcome_as_the_plane_gave_it()
    {
        await using var host = await ApiHost.StartAsync();
        var plane = await HttpControlPlane.ConnectAsync(host.Socket, CancellationToken.None);
        host.Plane.OnTree = _ => Tree(Noon, "main");
        var known = (await plane.GetTreeAsync(new("work"), CancellationToken.None)).ShouldBeOfType<TreeOutcome.Known>();
        JsonSerializer.Serialize(known.Tree, PlaneJson.Default.ServerTree)
            .ShouldBe(JsonSerializer.Serialize(Tree(Noon, "main").Tree, PlaneJson.Default.ServerTree));
        foreach (var outcome in (TreeOutcome[])[new TreeOutcome.NotKnown("why"), new TreeOutcome.UnknownServer()])
        {
            host.Plane.OnTree = _ => outcome;
            (await plane.GetTreeAsync(new("work"), CancellationToken.None)).ShouldBe(outcome);
        }
    }

    private static TreeOutcome.Known Tree(DateTimeOffset asOf, params string[] sessions) => new(ServerTree.From(
        "fake", "work", new ServerGeneration(42, 1_700_000_000), 7, asOf, FakeState.Of(sessions)));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/servers/build/tree");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request);
    }
}
