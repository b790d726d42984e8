using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

/// <summary>What guarding puts on a server, and what a release takes back: everything that is ours, and nothing else.</summary>
public sealed class GuardReleaseTests : IAsyncLifetime
{
    private static readonly ServerName Name = new("a");
    private readonly TmuxSandbox _sandbox = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task A_server_is_after_a_release_as_it_was_before_the_guard()
    {
        await StartAsync();
        var before = await Everything.OfAsync(_sandbox, "a");
        await using var plane = await PlaneHost.StartAsync(_sandbox);
        await plane.ConnectsAsync("a");
        await TmuxAsync("rename-session", "-t", "=_rk-ctl", "mine");
        await plane.HearsAsync<SessionRenamed>("a", times: 2);
        (await TmuxAsync("list-sessions", "-F", "#{session_name}")).Split('\n').ShouldContain("_rk-ctl");

        var released = (await plane.Plane.ReleaseAsync(Name, new(), CancellationToken.None)).ShouldBeOfType<CommandOutcome.Completed>();

        released.Lines.ShouldContain("the session _rk-ctl is gone");
        (await Everything.OfAsync(_sandbox, "a")).Split('\n').ShouldBe(before.Split('\n'));
        await Eventually.TrueAsync(() => _sandbox.Connections() == 0, "nobody is connected");
        (await TmuxAsync("show-environment", "-gh")).ShouldContain("RK_CTL_GUARD=none", customMessage: "so that it stays released when a node is restarted");
    }

    [Fact]
    public async Task A_window_that_strays_into_the_anchor_goes_home_with_its_job_and_is_told()
    {
        await StartAsync();
        await using var plane = await PlaneHost.StartAsync(_sandbox);
        await plane.ConnectsAsync("a");

        await TmuxAsync("new-window", "-d", "-t", "_rk-ctl:", "-n", "job", "tail", "-f", "/dev/null");

        await plane.HearsAsync<WindowStrayed>("a", times: 1);
        (await TmuxAsync("list-windows", "-a", "-F", "#{session_name} #{window_name}")).Split('\n').ShouldContain("user job");
        (await TmuxAsync("list-windows", "-t", "=_rk-ctl:", "-F", "#{window_id}")).Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_release_ends_no_window_that_a_user_put_into_the_anchor()
    {
        await _sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        await using var plane = await PlaneHost.StartAsync(_sandbox);
        await plane.ConnectsAsync("a");
        await TmuxAsync("kill-session", "-t", "=user");
        await TmuxAsync("new-window", "-d", "-n", "job", "tail", "-f", "/dev/null");
        await plane.HearsAsync<WindowAdded>("a", times: 1);

        var released = (await plane.Plane.ReleaseAsync(Name, new(), CancellationToken.None)).ShouldBeOfType<CommandOutcome.Completed>();

        released.Lines.ShouldContain(line => line.Contains("it stays, as freed", StringComparison.Ordinal));
        (await TmuxAsync("list-windows", "-a", "-F", "#{session_name} #{window_name}")).ShouldBe("freed job");
        (await TmuxAsync("show-options", "-sv", "exit-empty")).ShouldBe("on");
    }

    [Fact]
    public async Task A_release_that_would_end_the_server_is_refused_and_says_why()
    {
        await StartAsync();
        await using var plane = await PlaneHost.StartAsync(_sandbox);
        await plane.ConnectsAsync("a");
        await TmuxAsync("set-option", "-s", "exit-unattached", "on");

        var refused = (await plane.Plane.ReleaseAsync(Name, new(), CancellationToken.None)).ShouldBeOfType<CommandOutcome.NotSent>();

        refused.Reason.ShouldContain("exit-unattached");
        _sandbox.IsAlive("a").ShouldBeTrue();
        (await TmuxAsync("list-sessions", "-F", "#{session_name}")).Split('\n').ShouldContain("_rk-ctl");
    }

    [Fact]
    public async Task A_session_of_a_users_that_has_the_anchors_name_is_left_alone()
    {
        await _sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        await TmuxAsync("new-session", "-d", "-s", "_rk-ctl", "tail", "-f", "/dev/null");
        await using var plane = await PlaneHost.StartAsync(_sandbox);
        await plane.ConnectsAsync("a");

        (await TmuxAsync("list-sessions", "-F", "#{session_name} #{?@rk_ctl_keepalive,ours,theirs}")).Split('\n')
            .ShouldBe(["_rk-ctl theirs", "_rk-ctl-2 ours", "user theirs"], ignoreOrder: true);
        await plane.Plane.ReleaseAsync(Name, new(), CancellationToken.None);

        (await TmuxAsync("list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "user"], ignoreOrder: true);
    }

    private Task<string> TmuxAsync(params string[] words) => _sandbox.TmuxAsync("a", words);

    /// <summary>A server of somebody who has arrays of hooks, hooks of clients, and more.</summary>
    private async Task StartAsync()
    {
        await _sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        foreach (var command in (string[][])
        [
            ["set-option", "-g", "automatic-rename", "off"],
            ["set-hook", "-g", "client-attached", "detach-client -a"],
            ["set-hook", "-ga", "client-attached", "set-buffer attached"],
            ["set-hook", "-g", "session-created", "set-option -g @created 1"],
            ["set-hook", "-ga", "window-renamed", "set-option -g @renamed 1"],
            ["set-hook", "-g", "pane-died[3]", "set-option -g @died 1"],
            ["set-hook", "-t", "user:", "session-renamed", "set-option -g @mine 1"],
            ["set-option", "-g", "@created", "1"],
            ["set-environment", "-g", "GLOBAL", "1"],
            ["set-buffer", "-b", "kept", "text"],
        ])
        {
            await TmuxAsync(command);
        }
    }
}
