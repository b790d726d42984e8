using System.Diagnostics;
using System.Text.Json;

namespace RunKit.Cli.Tests.Events;

public sealed class WatchTests
{
    [Fact]
    public async Task Events_are_an_object_a_line()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node, "--json");

        var happened = node.Plane.Publish("work", new SessionRenamed(new SessionId(1), "a", "b\nc"));

        JsonSerializer.Deserialize(await watch.LineAsync(), PlaneJson.Default.PlaneEvent).ShouldBe(happened);
    }

    [Fact]
    public async Task For_people_an_event_is_a_line_that_no_title_can_break()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node);

        node.Plane.Publish("work", new SessionRenamed(new SessionId(1), "a", "b\n\u001b[2J c"));

        (await watch.LineAsync()).ShouldBe(
            "1970-01-01T00:00:00.000Z  session.renamed  work  session=$1  oldName=a  name=\"b\\u000a\\u001b[2J c\"  e1-1");
    }

    [Fact]
    public async Task One_server_can_be_watched_until_something_happens_to_it()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node, "-L", "work", "--until", "server.lost", "--json");

        node.Plane.Publish("play", new ServerLost(LossCause.Killed, "x"));
        node.Plane.Publish("work", new ServerReachable());
        node.Plane.Publish("work", new ServerLost(LossCause.Crashed, "y"));

        var ended = await watch.EndAsync();
        ended.Status.ShouldBe(0);
        ended.Output.Split('\n').Length.ShouldBe(3);
        ended.Output.ShouldContain("\"e1-2\"");
        ended.Output.ShouldContain("\"e1-3\"");
    }

    [Fact]
    public async Task What_was_missed_comes_first()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        node.Plane.Publish("work", new ServerReachable());
        node.Plane.Publish("work", new ServerRemoved());

        var ended = await runkit.RunAsync("watch", "--node", node.Socket, "--after", "e1-1", "--until", "server.removed", "--json");

        ended.Status.ShouldBe(0);
        ended.Output.ShouldContain("\"e1-2\"");
        ended.Output.ShouldNotContain("\"e1-1\"");
    }

    [Fact]
    public async Task Types_and_servers_are_chosen_by_patterns_and_the_node_sends_no_other()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node, "--type", "server.re*", "--type", "session.*", "--server", "w*", "--until", "server.removed", "--json");

        node.Plane.Publish("work", new ServerLost(LossCause.Crashed, "y"));
        node.Plane.Publish("play", new ServerRemoved());
        node.Plane.Publish("work", new ServerReachable());
        node.Plane.Publish("wide", new ServerRemoved());

        var ended = await watch.EndAsync();
        ended.Status.ShouldBe(0);
        ended.Output.Split('\n').Length.ShouldBe(3);
        ended.Output.ShouldContain("\"e1-3\"");
        ended.Output.ShouldContain("\"e1-4\"");
    }

    [Fact]
    public async Task What_happened_a_while_ago_comes_first_and_what_is_not_known_any_more_is_said()
    {
        await using var runkit = new Runkit();
        await runkit.ServeAsync();
        await runkit.Sandbox.StartAsync("work");
        await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--quiet", "--filter", "state=running")).Output == "work\n", "it is seen");

        var ended = await runkit.RunAsync("watch", "--since", "1h", "--until", "server.connected", "--json");

        ended.Status.ShouldBe(0, ended.Error);
        ended.Output.Split('\n')[0].ShouldContain("\"type\":\"plane.resync\"");
        ended.Output.ShouldContain("\"type\":\"server.appeared\"");
    }

    [Theory]
    [InlineData("--type", "servers.*", "there is no such event")]
    [InlineData("--server", "../x", "a server name")]
    [InlineData("--since", "10", "it needs a unit")]
    public async Task What_cannot_be_watched_is_wrong_usage(string option, string value, string words)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("watch", option, value)).ShouldComplain(2, words);
    }

    [Fact]
    public async Task Time_that_is_over_is_status_124()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();

        var ended = await runkit.RunAsync("watch", "--node", node.Socket, "--until", "server.lost", "--timeout", "500ms");

        (ended.Status, ended.Output).ShouldBe((124, ""));
        ended.Error.ShouldContain("0.5 s are over without server.lost");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--until", "server.lost")]
    public async Task Being_told_to_stop_is_how_it_ends_unless_it_waits_for_something(int status, params string[] options)
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node, options);

        watch.Terminate();

        (await watch.EndAsync()).Status.ShouldBe(status);
        await Eventually.TrueAsync(() => node.Plane.Readers == 0, "the node has closed the stream");
    }

    [Fact]
    public async Task A_reader_of_the_pipe_that_leaves_ends_it_without_a_word()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" watch --json --node \"$1\" | head -n 1; echo done", Runkit.Program, node.Socket])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var shell = Process.Start(start)!;
        await Eventually.TrueAsync(() => node.Plane.Readers == 1, "watch reads");
        node.Plane.Publish("work", new ServerReachable());

        var output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.DefaultLimit);

        output.ShouldContain("\"e1-1\"");
        output.ShouldEndWith("done\n");
        (await shell.StandardError.ReadToEndAsync()).ShouldBe("runkit: watching node fake\n");
    }

    [Fact]
    public async Task A_node_that_ends_for_good_is_said_in_one_line()
    {
        await using var runkit = new Runkit();
        await using var node = await ApiHost.StartAsync();
        var watch = await WatchAsync(runkit, node);

        await node.StopAsync();

        var ended = await watch.EndAsync();
        ended.Status.ShouldBe(1);
        ended.Error.ShouldContain($"runkit: the node at {node.Socket} cannot be reached");
    }

    private static async Task<Runkit.Background> WatchAsync(Runkit runkit, ApiHost node, params string[] options)
    {
        var watch = runkit.Start(["watch", "--node", node.Socket, .. options]);
        await watch.SaysAsync("watching node fake");
        return watch;
    }
}
