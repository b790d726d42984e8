using System.Globalization;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.RealTmux.Tests.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Streams;

/// <summary>Panes as viewers see them, on real tmux.</summary>
public sealed class StreamTests
{
    private const string Joins = "TEST_STREAM_JOINS";

    [Fact]
    public async Task A_viewer_sees_what_stands_there_and_what_is_printed_next()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("sh", "-c", "echo before; read x; echo after; cat");
        await world.ShowsAsync(pane, screen => screen.Contains("before", StringComparison.Ordinal), "it has printed");

        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "Enter");
        await viewing.SeesAsync(viewer => viewer.Text.Contains("after", StringComparison.Ordinal), "what is printed next is seen");

        viewing.Text.Split('\n').Count(line => line == "before").ShouldBe(1);
        viewing.Last.Snapshot.Live.ShouldBeTrue();
        viewing.Snapshots.ShouldBe(1);
    }

    [Fact]
    public async Task Joins_under_a_flood_of_numbered_lines_double_nothing_and_miss_nothing()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("seq", "1", "1000000000000");
        for (var join = Length.Of(Joins, 20, 200); join > 0; join--)
        {
            await using var viewing = await Viewing.StartAsync(world.Plane, pane);
            await viewing.SeesAsync(viewer => viewer.Last is { Snapshot.Live: true, Bytes.Length: > 20_000 }, "a flood is seen");

            ShouldBeConsecutive(viewing);
        }
    }

    [Fact]
    public async Task Nothing_of_ours_is_left_when_nobody_looks_any_more()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("cat");
        await using (await Viewing.StartAsync(world.Plane, pane))
        {
            (await PipeAsync(world, pane)).ShouldStartWith("1 stream-");
            Directory.EnumerateFiles(Pipes(world), "*", SearchOption.AllDirectories).Count().ShouldBe(2);
        }

        await Eventually.TrueAsync(async () => await PipeAsync(world, pane) == "0 ", "the pipe is given back");
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(Pipes(world)).Any(), "its file is gone");
    }

    [Fact]
    public async Task A_pipe_of_the_users_own_is_never_replaced_and_the_viewer_is_told()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("cat");
        var file = Path.Combine(world.Sandbox.Root, "users");
        await world.TmuxAsync("pipe-pane", "-O", "-t", pane.Pane.ToString(), $"cat > {file}");

        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "typed", "Enter");
        await viewing.SeesAsync(viewer => viewer.Text.Contains("typed\ntyped", StringComparison.Ordinal), "it is shown all the same");

        viewing.Last.Snapshot.Live.ShouldBeFalse();
        viewing.Last.Snapshot.Note!.ShouldContain("pipe-pane");
        (await PipeAsync(world, pane)).ShouldBe("1 ");
        await Eventually.TrueAsync(() => File.ReadAllText(file).Contains("typed", StringComparison.Ordinal), "the user's pipe goes on");

        await world.TmuxAsync("pipe-pane", "-t", pane.Pane.ToString());
        await viewing.SeesAsync(viewer => viewer.Last.Snapshot.Live, "it is live when the pipe is free");
    }

    [Fact]
    public async Task A_pane_that_is_resized_respawned_moved_and_killed_is_shown_anew_and_then_ended()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("cat");
        await using var viewing = await Viewing.StartAsync(world.Plane, pane);
        await world.TmuxAsync("resize-window", "-t", pane.Pane.ToString(), "-x", "60", "-y", "20");
        await viewing.SeesAsync(viewer => viewer.Last.Snapshot is { Live: true, Size: { Width: 60, Height: 20 } }, "its size is seen");

        await world.TmuxAsync("respawn-pane", "-k", "-t", pane.Pane.ToString(), "sh -c 'echo another; exec cat'");
        await viewing.SeesAsync(viewer => viewer.Last.Snapshot.Live && viewer.Text.Contains("another", StringComparison.Ordinal), "the other program is seen");

        await world.TmuxAsync("move-window", "-s", pane.Pane.ToString(), "-t", "user:77");
        await world.TmuxAsync("send-keys", "-t", pane.Pane.ToString(), "moved", "Enter");
        await viewing.SeesAsync(viewer => viewer.Text.Contains("moved\nmoved", StringComparison.Ordinal), "it is seen where it is now");

        await world.TmuxAsync("kill-pane", "-t", pane.Pane.ToString());
        await viewing.SeesAsync(viewer => viewer.Ended is not null, "its end is told");
        viewing.Ended.ShouldBe("the pane is gone");
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(Pipes(world)).Any(), "nothing is left");
    }

    [Fact]
    public async Task A_viewer_that_reads_nothing_holds_nobody_up_and_is_shown_the_pane_when_it_reads_again()
    {
        await using var world = await PaneWorld.StartAsync();
        var pane = await world.PaneAsync("sh", "-c", "seq 1 2000000; echo done; cat");
        await using var stalled = world.Plane.OpenPaneAsync(pane, PaneStreamOptions.Default, CancellationToken.None).GetAsyncEnumerator();
        (await stalled.MoveNextAsync()).ShouldBeTrue();
        await world.ShowsAsync(pane, screen => screen.Contains("done", StringComparison.Ordinal), "the program comes to its end");

        var live = false;
        while (!live && await stalled.MoveNextAsync())
        {
            live = stalled.Current is PaneStreamEvent.Snapshot { Reason: not null, State: { Live: true } state }
                && Viewing.TextOf(state.Restore.ToArray()).Contains("2000000\ndone", StringComparison.Ordinal);
        }

        live.ShouldBeTrue();
    }

    internal static void ShouldBeConsecutive(Viewing viewing)
    {
        // The first may be cut, where it began above the screen; the last is not whole yet.
        var lines = viewing.Text.Split('\n')[..^1];
        var numbers = lines.Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        for (var i = 1; i < numbers.Length; i++)
        {
            numbers[i].ShouldBe(numbers[i - 1] + 1, $"line {i} of {numbers.Length}");
        }
    }

    internal static async Task<string> PipeAsync(PaneWorld world, PaneAddress pane) =>
        (await world.TmuxAsync("display-message", "-p", "-t", pane.Pane.ToString(), "#{pane_pipe} #{@rk_pipe}")).TrimEnd('\n');

    internal static string Pipes(PaneWorld world) => Path.Combine($"{world.Sandbox.SocketDirectory}.state", "pipes");
}
