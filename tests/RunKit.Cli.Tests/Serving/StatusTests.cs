using System.Text.Json;

namespace RunKit.Cli.Tests.Serving;

/// <summary><c>status</c> and <c>stop</c>.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task A_node_says_which_it_is_and_how_its_servers_are()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        var node = await runkit.ServeAsync();

        using var status = JsonDocument.Parse((await runkit.RunAsync("status", "--json")).ShouldBeDone());
        status.RootElement.GetProperty("pid").GetInt32().ShouldBe(node.Pid);
        status.RootElement.GetProperty("socketDirectory").GetString().ShouldBe(runkit.Sandbox.SocketDirectory);
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("status")).ShouldBeDone().Contains("servers  1 running", StringComparison.Ordinal), "its server is counted");
        (await runkit.RunAsync("status")).ShouldBeDone().ShouldContain($"pid {node.Pid}");
    }

    [Fact]
    public async Task A_node_that_is_stopped_ends_and_its_servers_go_on()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");
        var node = await runkit.ServeAsync();

        (await runkit.RunAsync("stop")).ShouldBeDone().ShouldContain("its servers go on");

        (await node.EndAsync()).Status.ShouldBe(0);
        runkit.Sandbox.Server("work").ShouldBe(server);
        (await runkit.RunAsync("status")).ShouldComplain(1, "runkit serve");
        (await runkit.RunAsync("stop")).ShouldComplain(1, "no node runs");
    }

    [Fact]
    public async Task A_node_that_is_named_by_a_url_is_not_stopped_from_afar()
    {
        await using var runkit = new Runkit();
        (await runkit.RunAsync("stop", "--node", "http://127.0.0.1:7117")).ShouldComplain(2, "is a URL");
    }
}
