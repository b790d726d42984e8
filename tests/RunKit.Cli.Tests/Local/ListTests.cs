using System.Net.Sockets;
using System.Text.Json;

namespace RunKit.Cli.Tests.Local;

public sealed class ListTests
{
    [Fact]
    public async Task Where_nothing_is_there_is_nothing_to_list()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
        (await runkit.RunAsync("ls")).ShouldComplain(0, "no servers");

        Directory.Delete(runkit.Sandbox.SocketDirectory);
        (await runkit.RunAsync("ls", "--json")).ShouldBeDone().ShouldBe("[]\n");
        Directory.Exists(runkit.Sandbox.SocketDirectory).ShouldBeFalse();
    }

    [Fact]
    public async Task A_live_server_is_a_row_of_what_people_see()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work", "user");
        await runkit.Sandbox.TmuxAsync("work", "new-window", "-t", "user:", "-n", "50%H #{pid} ü");
        await runkit.Sandbox.TmuxAsync("work", "split-window", "-t", "user:");
        await runkit.Sandbox.TmuxAsync("work", "new-session", "-d", "-s", "_rk-pool");
        await runkit.Sandbox.TmuxAsync("work", "new-session", "-d", "-t", "user", "-s", "twin");

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();

        view.Name.ShouldBe("work");
        view.Socket.ShouldBe(runkit.Sandbox.Socket("work").Value);
        view.Status.ShouldBe(ServerStatus.Connected);
        (view.Reason, view.Error).ShouldBe((null, null));
        view.Generation!.Pid.ShouldBe(server.Pid);
        view.Generation.StartTime.ToString().ShouldBe(await runkit.Sandbox.TmuxAsync("work", "display-message", "-p", "#{start_time}"));
        view.Version.ShouldNotBeNullOrEmpty();
        view.Guard.ShouldBe(GuardState.None);
        (view.Sessions, view.Windows, view.Panes).ShouldBe((2, 2, 3));
    }

    [Fact]
    public async Task A_floor_that_a_node_left_is_seen()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "_rk-ctl");
        await runkit.Sandbox.TmuxAsync("work", "set-option", "-t", "_rk-ctl:", "@rk_ctl_keepalive", "1");

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();

        (view.Guard, view.Sessions).ShouldBe((GuardState.Floor, 0));
    }

    [Fact]
    public async Task A_server_without_sessions_is_alive()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        await runkit.Sandbox.TmuxAsync("work", "set-option", "-s", "exit-empty", "off");
        await runkit.Sandbox.TmuxAsync("work", "kill-session", "-t", "user");

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();

        (view.Status, view.Error).ShouldBe((ServerStatus.Connected, null));
        (view.Sessions, view.Windows, view.Panes).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Looking_leaves_no_trace()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work", "user");
        var before = await StateAsync(runkit);
        var files = Directory.GetFileSystemEntries(runkit.Sandbox.SocketDirectory);

        for (var i = 0; i < 3; i++)
        {
            await runkit.RunAsync("ls");
        }

        (await StateAsync(runkit)).ShouldBe(before);
        Directory.GetFileSystemEntries(runkit.Sandbox.SocketDirectory).ShouldBe(files);
        Directory.GetFileSystemEntries(runkit.RuntimeDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_server_is_listed_with_its_reason_and_stays_dead()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("gone");
        await runkit.Sandbox.StartAsync("work");
        runkit.Sandbox.KillHard(server);
        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("gone"), "the server is dead");

        var dead = (await ListAsync(runkit)).Single(view => view.Name == "gone");

        (dead.Status, dead.Reason, dead.Generation).ShouldBe((ServerStatus.BackingOff, ServerReason.ServerDead, null));
        (await ListAsync(runkit)).Single(view => view.Name == "gone").Since.ShouldBe(dead.Since);
        (await ListAsync(runkit, "--live")).ShouldHaveSingleItem().Name.ShouldBe("work");
        runkit.Sandbox.IsAlive("gone").ShouldBeFalse();
    }

    [Fact]
    public async Task A_socket_with_a_name_that_is_none_is_listed_as_such_and_not_touched()
    {
        await using var runkit = new Runkit();
        var name = "odd \u001b[31mname";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(runkit.Sandbox.SocketDirectory, name)));
        listener.Listen();

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();

        (view.Name, view.Status, view.Reason).ShouldBe((name, ServerStatus.Unmanageable, ServerReason.BadName));
        view.Error.ShouldNotBeNull();
        listener.Poll(0, SelectMode.SelectRead).ShouldBeFalse();
        var table = (await runkit.RunAsync("ls")).ShouldBeDone();
        table.ShouldNotContain('\u001b');
        table.ShouldContain("  unmanageable  ");
        (await ListAsync(runkit, "--live")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_socket_whose_name_is_not_UTF8_is_listed_escaped_and_as_unmanageable()
    {
        await using var runkit = new Runkit();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(runkit.Sandbox.Socket("plain").Value));
        await ShellAsync(runkit, "mv \"$1/plain\" \"$1/$(printf 'caf\\351')\"");

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();
        await ShellAsync(runkit, "mv \"$1/$(printf 'caf\\351')\" \"$1/plain\"");

        (view.Name, view.Status).ShouldBe(("caf\\xe9", ServerStatus.Unmanageable));
    }

    [Fact]
    public async Task A_stopped_server_holds_nobody_up()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("stuck");
        await runkit.Sandbox.StartAsync("work");
        runkit.Sandbox.Stop(server);

        var views = await ListAsync(runkit);

        runkit.Sandbox.Continue(server);
        var stuck = views.Single(view => view.Name == "stuck");
        (stuck.Status, stuck.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Unresponsive));
        stuck.Error!.ShouldContain(server.Pid.ToString());
        views.Single(view => view.Name == "work").Status.ShouldBe(ServerStatus.Connected);
    }

    [Fact]
    public async Task Something_else_that_listens_is_no_server_and_is_not_waited_for()
    {
        await using var runkit = new Runkit();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(runkit.Sandbox.Socket("silent").Value));
        listener.Listen();

        var view = (await ListAsync(runkit)).ShouldHaveSingleItem();

        (view.Status, view.Reason).ShouldBe((ServerStatus.BackingOff, ServerReason.Unresponsive));
    }

    [Fact]
    public async Task Many_servers_are_listed_by_name()
    {
        await using var runkit = new Runkit();
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"s{i:00}")];
        foreach (var name in names.Reverse())
        {
            await runkit.Sandbox.StartAsync(name);
        }

        var views = await ListAsync(runkit);

        views.Select(view => view.Name).ShouldBe(names);
        views.ShouldAllBe(view => view.Status == ServerStatus.Connected);
    }

    [Fact]
    public async Task The_table_has_the_columns_of_the_contract()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");

        var lines = (await runkit.RunAsync("ls")).ShouldBeDone().Split('\n');

        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["NAME", "STATE", "PID", "VERSION", "SESSIONS", "WINDOWS", "PANES", "CLIENTS", "SINCE"]);
        lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3].ShouldBe(["work", "running", $"{server.Pid}"]);
    }

    [Fact]
    public async Task Names_alone_are_in_natural_order_and_filters_leave_out_what_is_not_so()
    {
        await using var runkit = new Runkit();
        foreach (var name in (string[])["s10", "s9", "other"])
        {
            await runkit.Sandbox.StartAsync(name);
        }

        runkit.Sandbox.KillHard(runkit.Sandbox.Server("s9"));
        await Eventually.TrueAsync(() => !runkit.Sandbox.IsAlive("s9"), "it is dead");

        (await runkit.RunAsync("ls", "--quiet")).ShouldBeDone().ShouldBe("other\ns9\ns10\n");
        (await runkit.RunAsync("ls", "-q", "--filter", "name=s*", "--filter", "state=running")).ShouldBeDone().ShouldBe("s10\n");
        (await runkit.RunAsync("ls", "-q", "--filter", "state=dead")).ShouldBeDone().ShouldBe("s9\n");
        (await ListAsync(runkit, "--filter", "version=3.*")).Select(view => view.AttachTarget.ToString()).ShouldBe(["$0", "$0"]);
        (await runkit.RunAsync("ls", "--filter", "size=3")).ShouldComplain(2, "name, state, version");
    }

    [Fact]
    public async Task Several_servers_are_killed_by_one_command_and_one_that_is_unknown_keeps_no_other_alive()
    {
        await using var runkit = new Runkit();
        foreach (var name in (string[])["a", "b"])
        {
            await runkit.Sandbox.StartAsync(name);
        }

        var ended = await runkit.RunAsync("kill", "-L", "a", "nobody", "b");

        ended.Status.ShouldBe(1);
        ended.Error.ShouldContain("no server named nobody");
        ended.Output.ShouldContain("a: killed");
        ended.Output.ShouldContain("b: killed");
        (runkit.Sandbox.IsAlive("a"), runkit.Sandbox.IsAlive("b")).ShouldBe((false, false));
    }

    [Fact]
    public async Task A_directory_that_anybody_may_write_to_is_not_read()
    {
        await using var runkit = new Runkit();
        File.SetUnixFileMode(runkit.Sandbox.SocketDirectory, (UnixFileMode)0b_111_111_111);

        (await runkit.RunAsync("ls")).ShouldComplain(1, "chmod 700");
    }

    private static async Task ShellAsync(Runkit runkit, string script) => await runkit.Sandbox.RunAsync("sh", "-c", script, "sh", runkit.Sandbox.SocketDirectory);

    private static async Task<ImmutableArray<ServerView>> ListAsync(Runkit runkit, params string[] options)
    {
        var output = (await runkit.RunAsync(["ls", "--json", .. options])).ShouldBeDone();
        return JsonSerializer.Deserialize(output, PlaneJson.Default.ImmutableArrayServerView);
    }

    private static async Task<string> StateAsync(Runkit runkit) => string.Join(
        '\n',
        await runkit.Sandbox.TmuxAsync("work", "list-sessions", "-F", "#{session_id} #{session_name} #{session_attached} #{session_activity}"),
        await runkit.Sandbox.TmuxAsync("work", "show-options", "-s"),
        await runkit.Sandbox.TmuxAsync("work", "show-options", "-g"),
        await runkit.Sandbox.TmuxAsync("work", "list-clients"));
}
