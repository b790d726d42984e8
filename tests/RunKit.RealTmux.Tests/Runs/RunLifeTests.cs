using RunKit.ControlPlane.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Panes;

namespace RunKit.RealTmux.Tests.Runs;

/// <summary>What becomes of runs when something ends: their time, their window, their server, the node.</summary>
public sealed class RunLifeTests : IAsyncLifetime
{
    private RunBench _bench = null!;

    public async Task InitializeAsync() => _bench = await RunBench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_run_outlives_its_time_limit_and_can_be_asked_for()
    {
        var release = Path.Combine(_bench.Sandbox.Root, "release");

        var ran = await _bench.RunAsync(
            new RunRequest(["sh", "-c", $"echo begun; until [ -e {release} ]; do sleep 0.05; done; exit 9"]) { TimeoutMs = 300 });

        ran.Result.ShouldBeOfType<RunResult.TimedOut>().Where.ShouldContain(ran.View.ShouldNotBeNull().Pane.ToString());
        (await _bench.Host.Plane.GetRunAsync(ran.View!.Id, CancellationToken.None)).ShouldNotBeNull().Result.ShouldBeNull();
        await File.WriteAllTextAsync(release, "");
        (await _bench.EndsAsync(ran.View.Id)).Result.ShouldBe(new RunResult.Exited(9));
    }

    [Fact]
    public async Task A_run_whose_server_is_killed_is_lost()
    {
        var run = await _bench.BeginAsync("sleep", "600");

        _bench.Sandbox.KillHard(_bench.Sandbox.Server(RunBench.Name));

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Lost("its server ended before it did"));
    }

    [Fact]
    public async Task A_run_whose_window_is_closed_is_lost()
    {
        var run = await _bench.BeginAsync("sleep", "600");

        await _bench.TmuxAsync("kill-window", "-t", run.Window.ToString());

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Lost("its window was closed before it ended"));
    }

    [Fact]
    public async Task A_cancelled_run_ends_by_SIGTERM()
    {
        var run = await _bench.BeginAsync("sleep", "600");

        await _bench.Host.Plane.CancelRunAsync(run.Id, CancellationToken.None);

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Signalled("SIGTERM", 15));
    }

    [Fact]
    public async Task A_cancelled_run_that_does_not_listen_ends_by_SIGKILL()
    {
        var ready = Path.Combine(_bench.Sandbox.Root, "ready");
        var run = await _bench.BeginAsync("sh", "-c", $"trap '' TERM; : > {ready}; while :; do sleep 600; done");
        await Eventually.TrueAsync(() => File.Exists(ready), "it does not listen");

        await _bench.Host.Plane.CancelRunAsync(run.Id, CancellationToken.None);

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Signalled("SIGKILL", 9));
        (await _bench.TmuxAsync("list-panes", "-a", "-F", "#{@rk_run}")).Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_that_is_to_stay_stays_and_says_how_its_command_ended()
    {
        var ran = await _bench.RunAsync(new RunRequest(["sh", "-c", "echo kept; exit 4"]) { Keep = true });

        ran.Result.ShouldBe(new RunResult.Exited(4));
        var pane = ran.View.ShouldNotBeNull().Pane.ToString();
        await Eventually.TrueAsync(async () => await _bench.TmuxAsync("display-message", "-p", "-t", pane, "#{pane_dead}") == "1", "its pane is dead");

        // tmux draws it when it has the status, which may be after the terminal's end.
        await Eventually.TrueAsync(
            async () => (await _bench.TmuxAsync("capture-pane", "-p", "-S", "-9", "-t", pane)).Contains($"run {ran.View.Id}: exited with status 4", StringComparison.Ordinal),
            "it says how its command ended");
        (await _bench.TmuxAsync("capture-pane", "-p", "-S", "-9", "-t", pane)).ShouldContain("kept");
    }

    [Fact]
    public async Task A_user_who_splits_the_window_of_a_run_keeps_what_is_his()
    {
        var release = Path.Combine(_bench.Sandbox.Root, "release");
        var run = await _bench.BeginAsync("sh", "-c", $"until [ -e {release} ]; do sleep 0.05; done");
        var other = await _bench.TmuxAsync("split-window", "-d", "-P", "-F", "#{pane_id}", "-t", run.Pane.ToString(), "tail", "-f", "/dev/null");

        await File.WriteAllTextAsync(release, "");
        await _bench.EndsAsync(run.Id);

        (await _bench.TmuxAsync("list-panes", "-t", run.Window.ToString(), "-F", "#{pane_id}")).ShouldBe(other);
    }

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_of_a_run_leaves_it_to_the_next()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync(RunBench.Name);
        var gate = Path.Combine(sandbox.Root, "gate");
        RunView run;
        await using (var node = await NodeProcess.StartAsync(sandbox))
        {
            var plane = await node.ConnectAsync();
            await node.ConnectsAsync(plane, RunBench.Name);
            await using var events = plane.RunAsync(
                RunBench.Server, new RunRequest(["sh", "-c", $"until [ -e {gate} ]; do sleep 0.05; done; exit 8"]), CancellationToken.None).GetAsyncEnumerator();
            (await events.MoveNextAsync()).ShouldBeTrue();
            run = events.Current.ShouldBeOfType<RunEvent.Started>().Run;
            sandbox.KillHard(node.Identity);
            (await events.MoveNextAsync()).ShouldBeTrue();
            events.Current.ShouldBeOfType<RunEvent.Ended>().Result.ShouldBeOfType<RunResult.Lost>().Reason.ShouldContain($"runkit runs {run.Id}");
        }

        await File.WriteAllTextAsync(gate, "");
        await using var next = await NodeProcess.StartAsync(sandbox);
        var after = await next.ConnectAsync();
        await Eventually.TrueAsync(
            async () => (await after.GetRunAsync(run.Id, CancellationToken.None))?.Result == new RunResult.Exited(8), "the next node tells how it ended");
        await Eventually.TrueAsync(
            async () => (await sandbox.TmuxAsync(RunBench.Name, "list-panes", "-a", "-F", "#{@rk_run}")).Trim().Length == 0, "its window is closed");
    }

    [Fact]
    public async Task What_became_of_a_run_can_be_asked_after_a_restart_of_the_plane()
    {
        var release = Path.Combine(_bench.Sandbox.Root, "release");
        var wait = $"until [ -e {release} ]; do sleep 0.05; done";
        var ended = await _bench.BeginAsync("sh", "-c", $"{wait}; exit 6");
        var runs = await _bench.BeginAsync("sh", "-c", $"{wait}; until [ -e {release}.2 ]; do sleep 0.05; done; exit 7");

        await _bench.RestartPlaneAsync(() => File.WriteAllTextAsync(release, ""));

        (await _bench.EndsAsync(ended.Id)).Result.ShouldBe(new RunResult.Exited(6));
        await File.WriteAllTextAsync($"{release}.2", "");
        (await _bench.EndsAsync(runs.Id)).Result.ShouldBe(new RunResult.Exited(7));
        (await _bench.TmuxAsync("list-panes", "-a", "-F", "#{@rk_run}")).Trim().ShouldBeEmpty();
    }
}
