using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

public sealed class SocketTests
{
    [Fact]
    public async Task Twenty_servers_present_at_start_are_all_connected()
    {
        await using var sandbox = new TmuxSandbox();
        var names = Enumerable.Range(1, 20).Select(number => $"s{number:00}").ToArray();
        foreach (var name in names)
        {
            await sandbox.StartAsync(name);
        }

        await using var plane = await PlaneHost.StartAsync(sandbox);

        foreach (var name in names)
        {
            await plane.ConnectsAsync(name);
        }

        await Eventually.TrueAsync(() => sandbox.Connections() == 20, "each has one client");
    }

    [Fact]
    public async Task A_directory_a_plain_file_and_a_badly_named_socket_get_no_actor()
    {
        await using var sandbox = new TmuxSandbox();
        Directory.CreateDirectory(Path.Combine(sandbox.SocketDirectory, "directory"));
        await File.WriteAllTextAsync(Path.Combine(sandbox.SocketDirectory, "file"), "");
        await sandbox.StartAsync("bad name");
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        var servers = await plane.Plane.GetServersAsync(CancellationToken.None);

        servers.Select(view => (view.Name, view.Status)).ShouldBe([("a", ServerStatus.Connected), ("bad name", ServerStatus.Unmanageable)]);
        servers[1].Error.ShouldNotBeNull().ShouldContain("U+0020");
        await Eventually.TrueAsync(() => sandbox.Connections("a") == 1, "it has one client");
    }

    [Fact]
    public async Task A_socket_deleted_under_a_live_server_is_told_and_comes_back_with_SIGUSR1()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        File.Delete(sandbox.Socket("a").Value);

        await plane.HearsAsync<ServerSocketLost>("a");
        plane.EventsOf<ServerSocketLost>("a").Single().Remedy.ShouldContain($"kill -USR1 {server.Pid}");
        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Reason: ServerReason.Vanished }, "a is connected without a socket");

        sandbox.RemakeSocket(server);

        await plane.ConnectsAsync("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_socket_made_again_under_a_live_server_changes_nothing()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        var before = await plane.ConnectsAsync("a");

        for (var i = 0; i < 5; i++)
        {
            var inode = File.GetCreationTimeUtc(sandbox.Socket("a").Value);
            sandbox.RemakeSocket(server);
            await Eventually.TrueAsync(
                () => sandbox.IsAlive("a") && File.GetCreationTimeUtc(sandbox.Socket("a").Value) != inode, "the socket is another file");
        }

        await sandbox.StartAsync("b");
        await plane.ConnectsAsync("b");
        (await plane.ConnectsAsync("a")).Generation.ShouldBe(before.Generation);
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_socket_directory_deleted_and_made_again_ends_in_what_is_true()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var survivor = await sandbox.StartAsync("a");
        await sandbox.StartAsync("dead");
        await plane.ConnectsAsync("a");
        await plane.ConnectsAsync("dead");
        await sandbox.TmuxAsync("dead", "kill-server");
        await plane.DiesAsync("dead");

        Directory.Delete(sandbox.SocketDirectory, recursive: true);

        await plane.BecomesAsync("a", view => view is { Status: ServerStatus.Connected, Reason: ServerReason.Vanished }, "a has lost its socket");
        await Eventually.TrueAsync(async () => await plane.FindAsync("dead") is null, "the dead server's row is gone with its socket");

        Directory.CreateDirectory(sandbox.SocketDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sandbox.RemakeSocket(survivor);
        await sandbox.StartAsync("b");

        await plane.ConnectsAsync("a");
        await plane.ConnectsAsync("b");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_server_on_a_lost_path_is_another_generation_and_the_old_one_is_let_go()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        var first = await plane.ConnectsAsync("a");
        File.Delete(sandbox.Socket("a").Value);
        await plane.HearsAsync<ServerSocketLost>("a");

        await sandbox.StartAsync("a");

        await plane.HearsAsync<ServerConnected>("a", times: 2);
        var second = await plane.ConnectsAsync("a");
        second.Generation.ShouldNotBe(first.Generation);
        plane.EventsOf<ServerLost>("a").Count.ShouldBe(1);
        await Eventually.TrueAsync(() => sandbox.Connections() == 1, "the old server's client has gone");
    }
}
