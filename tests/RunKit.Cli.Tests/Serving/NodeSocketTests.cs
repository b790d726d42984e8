using System.Globalization;

namespace RunKit.Cli.Tests.Serving;

public sealed class NodeSocketTests
{
    [Fact]
    public async Task A_socket_that_was_removed_is_made_again_and_that_is_said_once_and_streams_go_on()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync("--log-level", "warning");
        var watch = runkit.Start("watch", "--until", "server.appeared");
        await watch.SaysAsync("watching node");

        File.Delete(runkit.NodeSocket);

        await IsReachedAsync(runkit);
        File.GetUnixFileMode(runkit.NodeSocket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Said(node).ShouldBe(1);
        await runkit.Sandbox.StartAsync("work");
        (await watch.EndAsync()).Status.ShouldBe(0);
        watch.Error.Split('\n').Count(line => line.Contains("watching node", StringComparison.Ordinal)).ShouldBe(1);

        File.Delete(runkit.NodeSocket);
        await IsReachedAsync(runkit);
        Said(node).ShouldBe(2);
        node.Terminate();
        (await node.EndAsync()).Status.ShouldBe(0);
        File.Exists(runkit.NodeSocket).ShouldBeFalse();
    }

    [Fact]
    public async Task A_directory_that_was_removed_with_the_socket_is_made_again_and_still_one_nodes()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync();

        Directory.Delete(Path.GetDirectoryName(runkit.NodeSocket)!, recursive: true);

        await IsReachedAsync(runkit);
        (await runkit.RunAsync("serve", "--socket-dir", Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "other")).FullName))
            .ShouldComplain(1, $"a node already runs at {runkit.NodeSocket} (pid {node.Pid})");
    }

    [Fact]
    public async Task Where_it_cannot_be_made_again_that_is_said_once_and_tried_on()
    {
        await using var runkit = new Runkit();
        var node = await runkit.ServeAsync();
        var directory = Path.GetDirectoryName(runkit.NodeSocket)!;
        Directory.Delete(directory, recursive: true);
        await File.WriteAllTextAsync(directory, "in the way");

        await node.SaysAsync("cannot be made again yet");
        File.Delete(directory);

        await IsReachedAsync(runkit);
        node.Error.Split('\n').Count(line => line.Contains("cannot be made again", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_directory_of_another_user_is_one_line()
    {
        await using var runkit = new Runkit();
        var theirs = "/";
        if (await runkit.UserAsync() == "0")
        {
            theirs = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "theirs")).FullName;
            (await runkit.Sandbox.RunAsync("chown", "65534", theirs)).Status.ShouldBe(0);
        }

        (await runkit.RunAsync("serve", "--node", Path.Combine(theirs, "node.sock"))).ShouldComplain(1, "belongs to user ");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("ls")]
    public async Task A_path_that_is_too_long_for_a_socket_is_one_line(string verb)
    {
        await using var runkit = new Runkit();
        var path = Path.Combine(runkit.Sandbox.Root, new string('x', 120), "node.sock");

        (await runkit.RunAsync(verb, "--node", path)).ShouldComplain(2, "at most 107 bytes");
        runkit.Environment["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, new string('y', 100))).FullName;
        (await runkit.RunAsync(verb)).ShouldComplain(1, "XDG_RUNTIME_DIR");
    }

    private static int Said(Runkit.Background node) => node.Error.Split('\n').Count(line => line.Contains("was removed, and has been made again", StringComparison.Ordinal));

    // Without a node, a verb that is told where it is to be ends with an error.
    private static Task IsReachedAsync(Runkit runkit) => Eventually.TrueAsync(
        async () => (await runkit.RunAsync("ls", "--node", runkit.NodeSocket)).Status == 0, string.Create(CultureInfo.InvariantCulture, $"a node answers at {runkit.NodeSocket}"));
}
