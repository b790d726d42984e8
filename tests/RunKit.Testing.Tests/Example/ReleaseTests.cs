using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.InMemory;
using RunKit.Testing.Planes;
using RunKit.Testing.Sandbox;
using RunKit.Testing.Time;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Testing.Tests.Example;

#region the second example of docs/testing.md
/// <summary>The host's own: builds in a window, and awaits that a server in a pane is ready.</summary>
public sealed class Release(IControlPlane plane)
{
    public async Task<string> BuildAsync(ServerName server)
    {
        var request = new RunRequest(["make", "all"]) { TimeoutMs = 1_800_000 };
        var printed = "";
        await foreach (var happened in plane.RunAsync(server, request, default))
        {
            printed += (happened as RunEvent.Output)?.Text;
            if (happened is RunEvent.Ended ended)
            {
                return ended.Result is RunResult.Exited { Code: 0 } ? "built" : $"{ended.Result.GetType().Name}: {printed}";
            }
        }

        return "nobody knows";
    }

    public async Task<bool> IsReadyAsync(PaneAddress pane) =>
        await plane.WaitAsync(pane, new WaitRequest { Text = "^ready$", TimeoutMs = 60_000 }, default) is WaitOutcome.Held;
}

public sealed class ReleaseTests
{
    [Fact]
    public async Task A_build_that_fails_and_one_that_takes_too_long_are_told_and_nobody_waits_for_half_an_hour()
    {
        var (time, make) = (new ManualTime(), new TaskCompletionSource<FakeCommand>());
        await using var tmux = new FakeTmux(time: time);
        tmux.OnRun("make", started => make.SetResult(started));
        await using var host = await PlaneHost.StartAsync(tmux);
        tmux.Start("build");
        await host.ConnectsAsync("build");

        var built = new Release(host.Plane).BuildAsync(new ServerName("build"));
        var command = await make.Task;
        command.Print("no rule\n");
        command.Exit(2);
        Assert.Equal("Exited: no rule\n", await time.PassUntilAsync(built));

        make = new TaskCompletionSource<FakeCommand>();
        built = new Release(host.Plane).BuildAsync(new ServerName("build"));
        command = await make.Task;
        Assert.Equal("make all", string.Join(' ', command.Words));
        Assert.Equal("TimedOut: ", await time.PassUntilAsync(built, step: TimeSpan.FromMinutes(1)));
        Assert.True(command.IsRunning);
    }

    [Fact]
    public async Task A_server_that_says_so_is_ready_and_one_that_says_nothing_for_a_minute_is_not()
    {
        var time = new ManualTime();
        await using var tmux = new FakeTmux(time: time);
        await using var host = await PlaneHost.StartAsync(tmux);
        var pane = tmux.Start("web").Session("main").Window.Pane;
        pane.Program = FakeProgram.Shell(command => command == "serve" ? "ready" : null);
        var address = new PaneAddress(new ServerName("web"), pane.Id);
        await host.ConnectsAsync("web");

        var ready = new Release(host.Plane).IsReadyAsync(address);
        await Eventually.TrueAsync(() => tmux.Ran.Count(run => run.Line.ToString().Contains("capture-pan")) > 1, "it has looked");
        await time.PassUntilAsync(host.Plane.SendAsync(address, new SendRequest("serve"), default));
        Assert.True(await ready);

        ready = new Release(host.Plane).IsReadyAsync(address);
        await time.PassUntilAsync(host.Plane.WaitAsync(address, new WaitRequest { QuietMs = 1000 }, default));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await ready);
    }
}
#endregion
