using RunKit.Tmux.Ports;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Planes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Scenarios;

/// <summary>What happens to a server as a plane publishes it. Derived classes say on which tmux.</summary>
public abstract class ServerLifeScenarios
{
    private static readonly ServerName A = new("a");

    protected abstract IScenarioTmux MakeTmux();

    [Fact]
    public async Task A_server_that_was_there_before_the_plane_is_connected_and_guarded()
    {
        await using var tmux = MakeTmux();
        await tmux.StartAsync("a");

        await using var plane = await tmux.WatchAsync();

        var view = await plane.ConnectsAsync("a");
        (view.Guard, view.Sessions, view.Windows, view.Panes).ShouldBe((GuardState.Floor, 1, 1, 1));
        (await tmux.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("off");
        await Eventually.TrueAsync(() => tmux.Clients("a") == 1, "it has one client");
    }

    [Fact]
    public async Task A_server_born_under_watch_appears_and_is_connected()
    {
        await using var tmux = MakeTmux();
        await using var plane = await tmux.WatchAsync();

        await tmux.StartAsync("a");

        await plane.ConnectsAsync("a");
        await plane.HearsAsync<ServerConnected>("a");
        plane.EventsOf<ServerAppeared>("a").Count.ShouldBe(1);
        plane.EventsOf<ServerConnected>("a").Single().Guard.ShouldBe(GuardState.Floor);
    }

    [Fact]
    public async Task Sessions_come_are_renamed_and_go()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        var id = await tmux.TmuxAsync("a", "new-session", "-d", "-P", "-F", "#{session_id}", "-s", "work");
        await plane.HearsAsync<SessionAdded>("a");
        await tmux.TmuxAsync("a", "rename-session", "-t", "=work:", "play $HOME, it's #1");
        await plane.HearsAsync<SessionRenamed>("a");
        await tmux.TmuxAsync("a", "kill-session", "-t", $"{id}:");
        await plane.HearsAsync<SessionRemoved>("a");

        var added = plane.EventsOf<SessionAdded>("a").Single();
        (added.Session.ToString(), added.Name).ShouldBe((id, "work"));

        // tmux itself keeps a $ of a name with a backslash before it.
        plane.EventsOf<SessionRenamed>("a").Single().Name.ShouldBe("play \\$HOME, it's #1");
        plane.EventsOf<SessionRemoved>("a").Single().Session.ShouldBe(added.Session);
    }

    [Fact]
    public async Task Windows_come_are_renamed_and_go()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        var id = await tmux.TmuxAsync("a", "new-window", "-d", "-P", "-F", "#{window_id}", "-t", "=user:", "-n", "logs");
        await plane.HearsAsync<WindowAdded>("a");
        await tmux.TmuxAsync("a", "rename-window", "-t", id, "more logs");
        await plane.HearsAsync<WindowRenamed>("a");
        await tmux.TmuxAsync("a", "kill-window", "-t", id);
        await plane.HearsAsync<WindowRemoved>("a");

        plane.EventsOf<WindowAdded>("a").Single().Window.ToString().ShouldBe(id);
        plane.EventsOf<WindowRenamed>("a")[^1].Name.ShouldBe("more logs");
        plane.EventsOf<WindowRemoved>("a").Single().Window.ToString().ShouldBe(id);
    }

    [Fact]
    public async Task Panes_come_get_a_title_and_go()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        var id = await tmux.TmuxAsync("a", "split-window", "-P", "-F", "#{pane_id}", "-t", "=user:", "tail -f /dev/null");
        await plane.HearsAsync<PaneAdded>("a");
        await tmux.TmuxAsync("a", "select-pane", "-t", id, "-T", "build");
        await Eventually.TrueAsync(() => plane.EventsOf<PaneChanged>("a").Any(change => change.Title?.New == "build"), "the title is told");
        await tmux.TmuxAsync("a", "kill-pane", "-t", id);
        await plane.HearsAsync<PaneRemoved>("a");

        plane.EventsOf<PaneAdded>("a").Single().Pane.ToString().ShouldBe(id);
        plane.EventsOf<PaneRemoved>("a").Single().Pane.ToString().ShouldBe(id);
        plane.EventsOf<WindowLayoutChanged>("a").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_tree_is_what_the_user_has_made()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);
        await tmux.TmuxAsync("a", "new-session", "-d", "-s", "work", "-n", "edit");

        await plane.BecomesAsync("a", view => view.Sessions == 2, "a has two sessions");

        var tree = (await plane.Plane.GetTreeAsync(A, CancellationToken.None)).ShouldBeOfType<TreeOutcome.Known>().Tree;
        tree.Sessions.Where(session => !session.Hidden).Select(session => session.Name).ShouldBe(["user", "work"], ignoreOrder: true);
        tree.Sessions.Single(session => session.Name == "work").Windows.Single().Name.ShouldBe("edit");
    }

    [Fact]
    public async Task A_killed_server_stays_dead_while_the_plane_watches()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux, ("runkit.backoff.min", "2ms"), ("runkit.backoff.max", "2ms"));
        await Eventually.TrueAsync(() => tmux.Clients("a") == 1, "somebody would hear its last word");
        await tmux.TmuxAsync("a", "kill-server");

        // Until it is known dead a dial may meet it on its deathbed, with a client that cannot start a server.
        await plane.HearsAsync<ServerLost>("a");
        var spawned = plane.Spawned.Count;
        plane.Spawned.ShouldAllBe(arguments => !arguments.MayStartServer);
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Exited);
        await plane.BecomesAsync("a", view => view.Attempt > 50, "fifty redials have failed");
        tmux.IsAlive("a").ShouldBeFalse();
        plane.Spawned.Count.ShouldBe(spawned);
        plane.EventsOf<ServerLost>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_ended_by_a_signal_has_crashed()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        await Eventually.TrueAsync(() => tmux.Clients("a") == 1, "somebody would hear its last word");
        tmux.Crash("a");

        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Crashed);
        tmux.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_born_again_is_another_generation()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);
        var first = await plane.ConnectsAsync("a");
        await Eventually.TrueAsync(() => tmux.Clients("a") == 1, "somebody would hear its last word");
        await tmux.TmuxAsync("a", "kill-server");
        await plane.DiesAsync("a");

        await tmux.StartAsync("a");

        (await plane.ConnectsAsync("a")).Generation.ShouldNotBe(first.Generation);
        await plane.HearsAsync<ServerConnected>("a", times: 2);
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stalled_server_is_unreachable_not_dead_and_reachable_when_it_goes_on()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux, ("runkit.snapshot.refresh", "200ms"), ("runkit.snapshot.timeout", "500ms"));

        tmux.Stall("a");
        await plane.HearsAsync<ServerUnreachable>("a");
        var view = await plane.FindAsync("a");
        tmux.Resume("a");

        view.ShouldNotBeNull().Reason.ShouldBe(ServerReason.Unresponsive);
        await plane.HearsAsync<ServerReachable>("a");
        await plane.ConnectsAsync("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerUnreachable>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_lost_its_socket_is_told_and_kept()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        tmux.RemoveSocket("a");
        await plane.HearsAsync<ServerSocketLost>("a");
        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Reason: ServerReason.Vanished }, "a is connected without a socket");
        tmux.RemakeSocket("a");

        await plane.ConnectsAsync("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_guarded_server_outlives_its_last_session()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        await tmux.TmuxAsync("a", "kill-session", "-t", "=user");

        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Sessions: 0 }, "a is empty and connected");
        (await tmux.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("_rk-ctl");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guarded_server_outlives_its_anchor_too_and_gets_another()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);
        await tmux.TmuxAsync("a", "kill-session", "-t", "=user");
        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Sessions: 0 }, "a is empty and connected");

        await tmux.TmuxAsync("a", "kill-session", "-t", "=_rk-ctl");

        await Eventually.TrueAsync(async () => await tmux.TmuxAsync("a", "list-sessions", "-F", "#{session_name}") == "_rk-ctl", "it has an anchor again");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_released_server_ends_with_its_last_session()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        await plane.Plane.ReleaseAsync(A, CancellationToken.None);

        await plane.BecomesAsync("a", view => view is { Reason: ServerReason.Released, Guard: GuardState.None }, "a is released");
        (await tmux.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("on");
        (await tmux.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).ShouldBe("user");
        await tmux.TmuxAsync("a", "kill-session", "-t", "=user");
        await plane.DiesAsync("a");
        tmux.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task A_released_server_is_guarded_again_on_request()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);
        await plane.Plane.ReleaseAsync(A, CancellationToken.None);
        await plane.BecomesAsync("a", view => view.Reason == ServerReason.Released, "a is released");

        await plane.Plane.GuardAsync(A, CancellationToken.None);

        (await plane.ConnectsAsync("a")).Guard.ShouldBe(GuardState.Floor);
        (await tmux.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("off");
    }

    [Fact]
    public async Task An_observed_server_is_left_as_it_was_and_ends_with_its_last_session()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux, ("runkit.guard", "observe"));

        (await tmux.TmuxAsync("a", "show-options", "-sv", "exit-empty")).ShouldBe("on");
        await tmux.TmuxAsync("a", "kill-session", "-t", "=user");

        await plane.DiesAsync("a");
        tmux.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task A_plane_that_leaves_takes_its_client_with_it_and_nothing_else()
    {
        await using var tmux = MakeTmux();
        var plane = await WatchedAsync(tmux);

        await plane.DisposeAsync();

        await Eventually.TrueAsync(() => tmux.Clients("a") == 0, "no client is left");
        (await tmux.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "user"]);
    }

    [Fact]
    public async Task What_is_executed_is_answered_with_what_tmux_says()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        var answers = new[]
        {
            await plane.Plane.ExecuteAsync(A, ["list-sessions", "-F", "#{session_name} #{session_windows}"], CancellationToken.None),
            await plane.Plane.ExecuteAsync(A, ["has-session", "-t", "=nowhere"], CancellationToken.None),
            await plane.Plane.ExecuteAsync(A, ["no-such-command"], CancellationToken.None),
        };

        answers[0].ShouldBeOfType<CommandOutcome.Completed>().Lines.ShouldBe(["_rk-ctl 1", "user 1"]);
        answers[1].ShouldBeOfType<CommandOutcome.Failed>().Words.ShouldBe("can't find session: nowhere");
        answers[2].ShouldBeOfType<CommandOutcome.Failed>().Words.ShouldContain("unknown command: no-such-command");
    }

    [Fact]
    public async Task New_makes_a_server_or_a_session_and_refuses_a_name_that_is_taken()
    {
        await using var tmux = MakeTmux();
        await using var plane = await tmux.WatchAsync();

        var created = await plane.Plane.NewAsync(new NewServer(A, "first", null, [], AttachOk: false), CancellationToken.None);
        await plane.ConnectsAsync("a");
        var taken = await plane.Plane.NewAsync(new NewServer(A, "second", null, [], AttachOk: false), CancellationToken.None);
        var joined = await plane.Plane.NewAsync(new NewServer(A, "second", null, [], AttachOk: true), CancellationToken.None);

        created.ShouldBeOfType<CreateOutcome.Created>().Session.ShouldBe(new SessionId(0));
        taken.ShouldBeOfType<CreateOutcome.AlreadyRuns>();
        joined.ShouldBeOfType<CreateOutcome.Joined>();
        (await tmux.TmuxAsync("a", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "first", "second"]);
        plane.Spawned.Count(arguments => arguments.MayStartServer).ShouldBe(1);
    }

    [Fact]
    public async Task Kill_ends_a_server_and_says_so()
    {
        await using var tmux = MakeTmux();
        await using var plane = await WatchedAsync(tmux);

        var outcome = await plane.Plane.KillAsync(A, CancellationToken.None);

        outcome.ShouldBeOfType<KillOutcome.Killed>();
        tmux.IsAlive("a").ShouldBeFalse();
        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBe(LossCause.Killed);
        (await plane.Plane.KillAsync(A, CancellationToken.None)).ShouldBeOfType<KillOutcome.AlreadyDead>();
    }

    private static async Task<PlaneHost> WatchedAsync(IScenarioTmux tmux, params (string Key, string Value)[] settings)
    {
        var plane = await tmux.WatchAsync(settings);
        await tmux.StartAsync("a");
        await plane.ConnectsAsync("a");
        await plane.HearsAsync<ServerConnected>("a");
        return plane;
    }
}
