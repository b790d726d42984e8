using RunKit.ControlPlane;
using RunKit.Client;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;

namespace RunKit.RealTmux.Tests;

/// <summary>A node's own death must hurt nobody. <c>NODE_DEATHS</c> says how many deaths each way a connection can be in gets.</summary>
public sealed class NodeDeathTests
{
    private static readonly int DeathsOfEach = Stress.Length.Of("NODE_DEATHS", usual: 6, extended: 17);

    [Fact]
    public Task A_node_killed_while_idle_leaves_no_client_and_no_wedged_server() => DieAsync((_, _) => Task.CompletedTask, stop: false);

    [Fact]
    public Task A_node_killed_while_saturated_leaves_no_client_and_no_wedged_server() => DieAsync(SaturateAsync, stop: false);

    [Fact]
    public Task A_node_killed_while_it_reads_nothing_leaves_no_client_and_no_wedged_server() => DieAsync(SaturateAsync, stop: true);

    [Fact]
    public async Task A_server_told_to_end_while_a_node_is_suspended_from_the_keyboard_ends_at_once()
    {
        await using var sandbox = new TmuxSandbox();
        var server = await sandbox.StartAsync("a");
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await node.ConnectsAsync(plane, "a");

        sandbox.Suspend(node.Identity);
        await Eventually.TrueAsync(() => sandbox.Processes.Find(node.Identity.Pid) is { Stopped: true }, "the node is stopped");
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "it has closed its connections");
        await sandbox.TmuxAsync("a", "kill-server");
        await Eventually.TrueAsync(() => !sandbox.Processes.Lives(server), "the server ends beside the stopped node");

        sandbox.Continue(node.Identity);
        await node.LosesAsync(plane, "a");
    }

    [Fact]
    public async Task A_server_told_to_end_while_a_node_is_stopped_ends_when_the_node_goes_on()
    {
        await using var sandbox = new TmuxSandbox();
        var server = await sandbox.StartAsync("a");
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await node.ConnectsAsync(plane, "a");

        sandbox.Stop(node.Identity);
        await Eventually.TrueAsync(() => sandbox.Processes.Find(node.Identity.Pid) is { Stopped: true }, "the node is stopped");
        await sandbox.TryTmuxAsync("a", "kill-server");
        sandbox.Continue(node.Identity);

        await Eventually.TrueAsync(() => !sandbox.Processes.Lives(server), "the server ends");
        await node.LosesAsync(plane, "a");
    }

    private static async Task DieAsync(Func<HttpControlPlane, string, Task> load, bool stop)
    {
        await using var sandbox = new TmuxSandbox();
        var survivor = await sandbox.StartAsync("survivor", "work");
        await sandbox.TmuxAsync("survivor", "set-option", "-s", "exit-empty", "on");
        await FillBufferAsync(sandbox, "survivor");
        for (var death = 1; death <= DeathsOfEach; death++)
        {
            var server = $"server{death}";
            await sandbox.StartAsync(server);
            await FillBufferAsync(sandbox, server);
            await using var node = await NodeProcess.StartAsync(sandbox);
            var plane = await node.ConnectAsync();
            await node.ConnectsAsync(plane, "survivor");
            await node.ConnectsAsync(plane, server);
            await load(plane, "survivor");
            await load(plane, server);
            if (stop)
            {
                sandbox.Stop(node.Identity);
                await Eventually.TrueAsync(() => sandbox.Processes.Find(node.Identity.Pid) is { Stopped: true }, "the node is stopped");
            }

            sandbox.KillHard(node.Identity);
            await node.EndsAsync();

            await Eventually.TrueAsync(() => sandbox.Connections() == 0, $"no client is left after death {death}");
            (await sandbox.TmuxAsync("survivor", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "work"]);
            (await sandbox.TmuxAsync(server, "list-sessions", "-F", "#{session_name}")).ShouldContain("user");
            var process = sandbox.Server(server);
            await sandbox.TmuxAsync(server, "kill-server");
            await Eventually.TrueAsync(() => !sandbox.Processes.Lives(process), $"{server} dies of kill-server");
        }

        sandbox.Server("survivor").ShouldBe(survivor);
        (await sandbox.TmuxAsync("survivor", "show-options", "-sv", "@rk_ctl_exit_empty")).ShouldBe("1");
        (await sandbox.TmuxAsync("survivor", "show-options", "-sv", "exit-empty")).ShouldBe("off");
    }

    private static async Task FillBufferAsync(TmuxSandbox sandbox, string server)
    {
        var file = Path.Combine(sandbox.Root, "large");
        await File.WriteAllTextAsync(file, new string('x', 4 * 1024 * 1024));
        await sandbox.TmuxAsync(server, "load-buffer", "-b", "large", file);
    }

    // Replies of megabytes, more of them than can be read by the time the node dies. None of them is ever waited for.
    private static Task SaturateAsync(HttpControlPlane plane, string server)
    {
        for (var i = 0; i < 8; i++)
        {
            _ = plane.ExecuteAsync(new(server), ["show-buffer", "-b", "large"], CancellationToken.None).ContinueWith(
                answer => answer.IsFaulted ? answer.Exception.Message : answer.Result is CommandOutcome.Completed ? "" : "cut off",
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return Task.CompletedTask;
    }
}
