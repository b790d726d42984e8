using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class DialTests(DialTransport transport) : BenchTests(transport)
{
    [Fact]
    public async Task A_fresh_server_is_connected_listed_and_guarded_by_one_process()
    {
        var server = await Bench.StartAsync("a");
        var report = (await Bench.ConnectAsync("a")).Report;
        report.Process.ShouldBe(server);
        report.Generation.Pid.ShouldBe(server.Pid);
        report.Generation.StartTime.ShouldBeGreaterThan(1_700_000_000);
        report.Version.ShouldStartWith("3.");
        report.Guard.ShouldBe(GuardState.Floor);
        report.MadeAnchor.ShouldBeTrue();
        report.AnchorIsKept.ShouldBeTrue();
        report.State.Sessions.Values.Select(session => session.Name).ShouldBe(["user", "_rk-ctl"]);
        report.State.Counts().ShouldBe(new State.StateCounts(1, 1, 1));
        Bench.Spawned.ShouldHaveSingleItem().MayStartServer.ShouldBeFalse();
        (await Bench.OptionAsync("a", "exit-empty")).ShouldBe("off");
        (await Bench.OptionAsync("a", "@rk_ctl_exit_empty")).ShouldBe("1");
    }

    [Fact]
    public async Task The_anchor_runs_no_shell_and_is_attached_without_a_size()
    {
        await Bench.StartAsync("a");
        await Bench.ConnectAsync("a");
        // Between its fork and its exec a pane's process is still "tmux".
        var expected = $"tail {Environment.GetEnvironmentVariable("HOME") ?? "/"}";
        await Eventually.TrueAsync(
            async () => await Sandbox.TmuxAsync("a", "list-panes", "-t", "_rk-ctl:", "-F", "#{pane_current_command} #{pane_current_path}") == expected, expected);
        (await Sandbox.TmuxAsync("a", "list-clients", "-F", "#{client_session} #{client_flags}"))
            .ShouldBe("_rk-ctl attached,focused,control-mode,ignore-size,no-output,UTF-8");
    }

    [Fact]
    public async Task An_anchor_that_is_there_is_joined_and_not_made_again()
    {
        await Bench.StartAsync("a");
        await (await Bench.ConnectAsync("a")).DisposeAsync();
        (await Bench.ConnectAsync("a")).Report.MadeAnchor.ShouldBeFalse();
        (await Bench.SessionsAsync("a")).ShouldBe(["_rk-ctl", "user"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_server_without_sessions_is_alive_and_gets_its_anchor()
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", "off", ";", "kill-session", "-t", "=user");
        var report = (await Bench.ConnectAsync("a")).Report;
        report.State.FirstRealSession.ShouldBeNull();
        report.State.Sessions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_server_is_told_from_the_probe_alone_and_no_process_is_started()
    {
        var server = await Bench.StartAsync("a");
        await KillServerAsync("a", server);
        (await Bench.DialAsync("a")).ShouldBe(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        (await Bench.DialAsync("a", known: server)).ShouldBe(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        (await Bench.DialAsync("a", justCreated: true)).ShouldBe(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        (await Bench.DialAsync("none")).ShouldBe(new DialOutcome.ServerDead(new ProbeVerdict.Absent()));
        Bench.Spawned.ShouldBeEmpty();
        Sandbox.IsAlive("a").ShouldBeFalse();
        Directory.GetFiles(Sandbox.SocketDirectory).Select(Path.GetFileName).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_server_that_dies_between_the_probe_and_the_process_is_not_brought_back()
    {
        var server = await Bench.StartAsync("a");
        Bench.OnSpawn = () =>
        {
            Sandbox.KillHard(server);
            SpinWait.SpinUntil(() => !Sandbox.Processes.Lives(server), TimeSpan.FromSeconds(60));
        };
        (await Bench.DialAsync("a")).ShouldBe(new DialOutcome.ServerDead(new ProbeVerdict.Refused()));
        Bench.Spawned.Count.ShouldBe(1);
        Sandbox.IsAlive("a").ShouldBeFalse();
    }

    [Fact]
    public async Task A_live_server_whose_socket_is_gone_has_vanished()
    {
        var server = await Bench.StartAsync("a");
        File.Delete(Sandbox.Socket("a").Value);
        (await Bench.DialAsync("a", known: server)).ShouldBe(new DialOutcome.Vanished());
        Bench.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_still_reading_its_configuration_is_waited_for_and_its_users_session_is_the_first()
    {
        var configuration = Path.Combine(Sandbox.Root, "slow.conf");
        await File.WriteAllTextAsync(configuration, "run-shell 'sleep 0.4'\n");
        var birth = Sandbox.RunAsync("tmux", "-f", configuration, "-S", Sandbox.Socket("a").Value, "new-session", "-d", "tail", "-f", "/dev/null");
        await Eventually.TrueAsync(() => Sandbox.IsAlive("a"), "it listens");
        _ = Sandbox.Server("a");

        var outcome = await Bench.DialAsync("a", justCreated: true);

        (await birth).Status.ShouldBe(0);
        var report = outcome.ShouldBeOfType<DialOutcome.Connected>().Connection.Report;
        report.State.Sessions.Values.Select(session => session.Name).ShouldBe(["0", "_rk-ctl"]);
    }

    [Fact]
    public async Task A_hook_that_reads_or_writes_a_file_does_not_hold_up_a_dial()
    {
        // A server asks its client for a file as long as that is not attached, and to a released server no client is.
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-s", DialScript.GuardOption, "none");
        await Sandbox.TmuxAsync("a", "set-buffer", "-b", "kept", "text");
        foreach (var hook in (string[])["after-display-message", "after-list-windows", "after-list-panes", "after-list-clients"])
        {
            await Sandbox.TmuxAsync("a", "set-hook", "-g", hook, "load-buffer -b read /etc/hostname ; save-buffer -b kept /dev/null");
        }

        (await Bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Released>();
    }

    [Fact]
    public async Task What_is_no_socket_is_refused_access()
    {
        await File.WriteAllTextAsync(Sandbox.Socket("file").Value, "");
        (await Bench.DialAsync("file")).ShouldBeOfType<DialOutcome.Failed>().Reason.ShouldBe(UnreachableReason.RefusedAccess);
        Bench.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_server_is_not_connected_to()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.Stop(server);
        await Eventually.TrueAsync(() => Sandbox.Processes.Find(server.Pid) is { Stopped: true }, "the server is stopped");
        (await Bench.DialAsync("a", known: server)).ShouldBe(new DialOutcome.Unresponsive(server, Stopped: true, "its process is stopped"));
        (await Bench.DialAsync("a")).ShouldBe(new DialOutcome.Unresponsive(server, Stopped: true, "its process is stopped"));
        Bench.Spawned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_hangs_in_the_handshake_is_unresponsive_and_no_client_stays()
    {
        await using var bench = new Bench(handshakeTimeout: TimeSpan.FromMilliseconds(300), transport: Transport);
        var server = await bench.StartAsync("a");
        bench.OnSpawn = () => bench.Sandbox.Stop(server);
        (await bench.DialAsync("a")).ShouldBe(new DialOutcome.Unresponsive(server, Stopped: true, "no answer within 0.3 s"));
        await Eventually.TrueAsync(() => bench.Sandbox.OwnClients().Count == 0, "no client is left");
    }

    [Fact]
    public async Task A_server_of_another_kind_is_unresponsive_and_its_program_is_not_run()
    {
        await using var bench = new Bench(handshakeTimeout: TimeSpan.FromMilliseconds(300), transport: Transport);
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(bench.Sandbox.Socket("mine").Value));
        listener.Listen(8);
        (await bench.DialAsync("mine")).ShouldBeOfType<DialOutcome.Unresponsive>().Stopped.ShouldBeFalse();
        await Eventually.TrueAsync(() => bench.Sandbox.OwnClients().Count == 0, "no client is left");
    }

    [Fact]
    public async Task A_dial_cancelled_on_its_way_is_a_cancellation_and_leaves_no_client()
    {
        var server = await Bench.StartAsync("a");
        using var cancel = new CancellationTokenSource();
        Bench.OnSpawn = () => Sandbox.Stop(server);
        var dial = Bench.DialAsync("a", cancel: cancel.Token);
        await Eventually.TrueAsync(() => Bench.Spawned.Count == 1, "the client has started");
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => dial);
        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0, "no client is left");
        Sandbox.Continue(server);
        (await Sandbox.TmuxAsync("a", "list-clients")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dial_cancelled_at_any_moment_leaves_no_client_and_no_harm()
    {
        var server = await Bench.StartAsync("a");
        for (var i = 0; i < 12; i++)
        {
            using var cancel = new CancellationTokenSource();
            var dial = Bench.DialAsync("a", GuardPolicy.Observe, cancel: cancel.Token);
            await Task.WhenAny(dial, Task.Delay(TimeSpan.FromMilliseconds(i)));
            await cancel.CancelAsync();
            await Task.WhenAny(dial);
        }

        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0 && Sandbox.Connections() == 0, "no client is left");
        await Eventually.TrueAsync(async () => (await Bench.SessionsAsync("a")) is ["user"], "no anchor is left");
        Sandbox.Processes.Lives(server).ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_cannot_be_run_is_a_failure_that_says_so()
    {
        await using var bench = new Bench(binary: "/no/such/tmux");
        await bench.StartAsync("a");
        (await bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Failed>().Detail.ShouldContain("/no/such/tmux");
    }

    [Fact]
    public async Task A_program_that_does_not_know_N_is_a_failure_in_its_own_words()
    {
        await using var bench = new Bench();
        await bench.StartAsync("a");
        var program = $"{bench.Sandbox.Root}/old-tmux";
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'old-tmux: unknown option -- N' >&2\nexit 1\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var old = new Bench(binary: program);
        var outcome = await old.Dialer.DialAsync(new DialRequest(bench.Sandbox.Socket("a"), GuardPolicy.Floor), CancellationToken.None);
        outcome.ShouldBeOfType<DialOutcome.Failed>().Detail.ShouldContain("unknown option -- N");
    }

    [Fact]
    public async Task Dials_of_twenty_servers_run_side_by_side()
    {
        var names = Enumerable.Range(0, 20).Select(i => $"s{i}").ToList();
        await Task.WhenAll(names.Select(name => Bench.StartAsync(name)));
        var pids = (await Task.WhenAll(names.Select(name => Bench.ConnectAsync(name)))).Select(connection => connection.Report.Process);
        pids.ShouldBe(names.Select(name => Sandbox.Server(name)));
    }

    private async Task KillServerAsync(string name, ProcessIdentity server)
    {
        await Sandbox.TmuxAsync(name, "kill-server");
        await Eventually.TrueAsync(() => !Sandbox.Processes.Lives(server), "the server is gone");
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessDialTests() : DialTests(DialTransport.Process)
{
    [Fact]
    public async Task A_connection_is_a_process()
    {
        await Bench.StartAsync("a");
        await Bench.ConnectAsync("a");

        Sandbox.OwnClients().ShouldHaveSingleItem();
    }
}

/// <summary>Over the server's own socket.</summary>
public sealed class SocketDialTests() : DialTests(DialTransport.Auto)
{
    [OldTmuxFact]
    public async Task A_connection_is_no_process()
    {
        await Bench.StartAsync("a");
        await Bench.ConnectAsync("a");

        Sandbox.OwnClients().ShouldBeEmpty();
        await Eventually.TrueAsync(() => Sandbox.Connections("a") == 1, "it is connected to");
    }
}
