using RunKit.Client;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.RealTmux.Tests.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests.Streams;

/// <summary>What happens in the middle of a look.</summary>
public sealed class StreamBadMomentTests
{
    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_leaves_nothing_that_the_next_one_does_not_end()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "cat");
        var pane = new PaneAddress(new ServerName("a"), PaneId.TryParse((await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "user", "#{pane_id}")).Trim(), out var id) ? id : default);
        var pipes = Path.Combine(sandbox.Root, "state", "pipes");
        var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await node.ConnectsAsync(plane, "a");
        var viewing = await Viewing.StartAsync(plane, pane);
        await sandbox.TmuxAsync("a", "send-keys", "-t", "user", "typed", "Enter");
        await viewing.SeesAsync(viewer => viewer.Text.Contains("typed\ntyped", StringComparison.Ordinal), "it is seen over the node's socket");
        viewing.Last.Snapshot.Live.ShouldBeTrue();

        sandbox.KillHard(node.Identity);
        await node.EndsAsync();
        await Should.ThrowAsync<NodeUnreachableException>(async () => await viewing.DisposeAsync());
        await sandbox.TmuxAsync("a", "send-keys", "-t", "user", "goes on", "Enter");
        await Eventually.TrueAsync(async () => (await sandbox.TmuxAsync("a", "capture-pane", "-p", "-t", "user")).Contains("goes on\ngoes on", StringComparison.Ordinal), "the program goes on");

        // Its command ends with what is printed next, and tmux sees that when it writes to it after that.
        await Eventually.TrueAsync(
            async () =>
            {
                await sandbox.TmuxAsync("a", "send-keys", "-t", "user", "Enter");
                return (await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "user", "#{pane_pipe}")).Trim() == "0";
            },
            "the pipe ends with what is printed");

        File.Delete(node.Socket);
        await using var next = await NodeProcess.StartAsync(sandbox);
        await Eventually.TrueAsync(async () => (await sandbox.TmuxAsync("a", "show-options", "-p", "-t", "user")).Trim().Length == 0, "its mark is taken away");
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(pipes).Any(), "its files are gone");
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_the_middle_leaves_nothing_and_tells_its_viewers()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "cat");
        var host = await RunKit.Testing.Planes.PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");
        var pane = new PaneAddress(new ServerName("a"), PaneId.TryParse((await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "user", "#{pane_id}")).Trim(), out var id) ? id : default);
        await using var viewing = await Viewing.StartAsync(host.Plane, pane);
        viewing.Last.Snapshot.Live.ShouldBeTrue();

        await host.DisposeAsync();

        viewing.Ended.ShouldBe("the node ends");
        (await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "user", "#{pane_pipe}")).Trim().ShouldBe("0");
        (await sandbox.TmuxAsync("a", "show-options", "-p", "-t", "user")).Trim().ShouldBe("");
        Directory.EnumerateFileSystemEntries(Path.Combine($"{sandbox.SocketDirectory}.state", "pipes")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pipe_that_its_user_takes_from_a_viewer_stays_the_users()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("cat");
        var file = Path.Combine(world.Sandbox.Root, "users");
        await using (var viewing = await Viewing.StartAsync(world.Plane, pane))
        {
            await world.TmuxAsync("pipe-pane", "-O", "-t", pane.Pane.ToString(), $"cat > {file}");
            await viewing.SeesAsync(viewer => !viewer.Last.Snapshot.Live, "it is told");
        }

        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "typed", "Enter");
        await Eventually.TrueAsync(() => File.ReadAllText(file).Contains("typed", StringComparison.Ordinal), "the user's pipe goes on");
        await Eventually.TrueAsync(async () => await StreamTests.PipeAsync(world, pane) == "1 ", "our mark is gone");
    }

    [Fact]
    public async Task Many_come_and_go_and_each_sees_all_that_is_printed_while_it_looks()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("sh", "-c", "i=0; while :; do i=$((i+1)); echo $i; [ $((i % 50)) -eq 0 ] && sleep 0.05; done");
        await using var all = await Viewing.StartAsync(world.Plane, pane);
        for (var i = Length.Of("TEST_STREAM_VIEWERS", 10, 100); i > 0; i--)
        {
            await using var one = await Viewing.StartAsync(world.Plane, pane);
            await using var other = await Viewing.StartAsync(world.Plane, pane, history: 100);
            await one.SeesAsync(viewer => viewer.Last.Bytes.Length > 500, "it is seen");
            await other.SeesAsync(viewer => viewer.Last.Bytes.Length > 500, "it is seen");
            StreamTests.ShouldBeConsecutive(one);
            StreamTests.ShouldBeConsecutive(other);
        }

        StreamTests.ShouldBeConsecutive(all);
    }

    [Fact]
    public async Task The_end_of_the_server_is_told_and_nothing_is_left()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("seq", "1", "1000000000000");
        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        await world.TmuxAsync("kill-server");

        await viewing.SeesAsync(viewer => viewer.Ended is not null, "its end is told");
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(StreamTests.Pipes(world)).Any(), "nothing is left");
    }

    [Fact]
    public async Task The_directory_of_the_pipes_may_go_while_somebody_looks()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("cat");
        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        Directory.Delete(StreamTests.Pipes(world), recursive: true);
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "typed", "Enter");
        await viewing.SeesAsync(viewer => viewer.Text.Contains("typed\ntyped", StringComparison.Ordinal), "it is seen all the same");

        await using var another = await Viewing.StartAsync(world.Plane, pane);
        await another.SeesAsync(viewer => viewer.Text.Contains("typed\ntyped", StringComparison.Ordinal), "and by others");
    }

    [Theory]
    [InlineData("vim", "-u", "NONE", "-N", "-c", "set mouse=a")]
    [InlineData("less")]
    public async Task Joining_a_full_screen_program_shows_its_screen_and_its_modes_and_leaving_it_shows_what_was_there_before(params string[] program)
    {
        await using var world = await PaneWorld.StartAsync();
        var file = Path.Combine(world.Sandbox.Root, "text");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 500).Select(line => $"line {line}"));
        var pane = await world.PaneAsync(["sh", "-c", "echo before; \"$@\"; cat", "sh", .. program, file]);
        await world.ShowsAsync(pane, screen => screen.Contains("line 20", StringComparison.Ordinal), "the program shows it");

        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        viewing.Last.Snapshot.AlternateScreen.ShouldBeTrue();
        var restore = System.Text.Encoding.UTF8.GetString(viewing.Last.Snapshot.Restore.Span);
        restore.ShouldContain("before");
        restore.ShouldContain("\e[?1049h");
        restore.ShouldContain("line 20");
        if (program[0] == "vim")
        {
            restore.ShouldContain("\e[?1h");
        }

        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), program[0] == "vim" ? ":q!" : "q");
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "Enter");
        await viewing.SeesAsync(viewer => System.Text.Encoding.UTF8.GetString(viewer.Last.Bytes).Contains("\e[?1049l", StringComparison.Ordinal), "it is left");
    }

    [Fact]
    public async Task Joining_in_the_middle_of_a_sequence_gives_the_beginning_of_it_too()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("sh", "-c", "stty -echo; printf 'red \\033[3'; read x; printf '1mtext'; cat");
        await world.ShowsAsync(pane, screen => screen.Contains("red", StringComparison.Ordinal), "it has begun");

        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        viewing.Last.Snapshot.Restore.Span.EndsWith("\e[3"u8).ShouldBeTrue();
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "Enter");
        await viewing.SeesAsync(viewer => viewer.Last.Bytes.AsSpan().IndexOf("1mtext"u8) >= 0, "the rest comes");
    }
}
