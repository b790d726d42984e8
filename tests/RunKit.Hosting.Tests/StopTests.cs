using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RunKit.Actors.Dialing;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Hosting.Tests;

/// <summary>What a host's end does to real servers: nothing.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_hosts_stop_leaves_servers_and_their_guard_and_no_client()
    {
        await using var sandbox = new TmuxSandbox();
        var work = await sandbox.StartAsync("work");
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Status: ServerStatus.Connected, Guard: GuardState.Floor }],
            "it is connected and guarded");
        await Eventually.TrueAsync(() => sandbox.Connections() == 1, "it has one client, ours");

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "nobody is connected");
        sandbox.Server("work").ShouldBe(work);
        (await sandbox.TmuxAsync("work", "show-options", "-sv", "exit-empty")).ShouldBe("off");
        (await sandbox.TmuxAsync("work", "list-sessions", "-F", "#{session_name}")).Split('\n').ShouldBe(["_rk-ctl", "user"], ignoreOrder: true);
    }

    // Its backlog is its users'; the host does not wait for it longer than a phase of the shutdown takes.
    [Fact]
    public async Task A_server_that_hangs_does_not_hold_up_the_hosts_stop()
    {
        await using var sandbox = new TmuxSandbox();
        var work = await sandbox.StartAsync("work");
        var builder = Hosts.Builder();
        builder.Services.AddRunKit(options => options.SocketDirectory = sandbox.SocketDirectory);
        using var host = builder.Build();
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        await Eventually.TrueAsync(
            async () => (await plane.GetServersAsync(CancellationToken.None)) is [{ Status: ServerStatus.Connected }], "it is connected");
        sandbox.Stop(work);
        try
        {
            await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            sandbox.Continue(work);
        }

        await Eventually.TrueAsync(() => sandbox.OwnClients().Count == 0 && sandbox.Connections() == 0, "no client is left");
        sandbox.Server("work").ShouldBe(work);
    }

    [Fact]
    public async Task A_listing_that_a_server_answers_when_its_connection_is_closed_already_leaves_no_client()
    {
        await using var sandbox = new TmuxSandbox();
        var work = await sandbox.StartAsync("work");
        using var dialer = new ServerDialer(
            new SocketTmuxClient(TimeProvider.System), new SocketProbe(), sandbox.Processes, DialSettings.Default, TimeProvider.System);
        var dialled = await dialer.DialAsync(new DialRequest(sandbox.Socket("work"), GuardPolicy.Floor), CancellationToken.None);
        var connection = dialled.ShouldBeOfType<DialOutcome.Connected>().Connection;
        connection.TryClaim().ShouldBeTrue();
        sandbox.Stop(work);
        await Eventually.TrueAsync(() => sandbox.Processes.Find(work.Pid) is { Stopped: true }, "it is stopped");
        var listing = connection.ListAsync(CancellationToken.None);
        await connection.DisposeAsync();

        sandbox.Continue(work);

        (await listing.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeOfType<ListOutcome.Failed>();
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "no client is left");
    }
}
