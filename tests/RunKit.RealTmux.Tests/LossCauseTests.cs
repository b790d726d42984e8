using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

/// <summary>Every way in which a server ends, and what is told of it: once, of that generation, with the evidence.</summary>
public sealed class LossCauseTests
{
    private const string Refuses = "its socket refuses connections";

    [Fact]
    public Task RunKits_own_kill() => LoseAsync(
        LossCause.Killed, "killed by request", async (plane, _, _) => await plane.Plane.KillAsync(new("a"), CancellationToken.None));

    [Fact]
    public Task Somebodys_kill_server() => LoseAsync(
        LossCause.Exited, $"it said that it shuts down; {Refuses}", async (_, sandbox, _) => await sandbox.TmuxAsync("a", "kill-server"));

    [Fact]
    public Task A_crash_by_signal() => LoseAsync(
        LossCause.Crashed,
        $"has ended without a word; {Refuses}",
        (_, sandbox, server) =>
        {
            sandbox.KillHard(server);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task An_exit_because_it_was_empty_is_heard_or_not_and_never_called_a_crash()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");

        // The end of its sessions wakes the client that would hear the end of the server.
        await sandbox.TmuxAsync("a", "set-option", "-s", "exit-empty", "on", ";", "kill-session", "-t", "user:", ";", "kill-session", "-t", "_rk-ctl:");

        await plane.HearsAsync<ServerLost>("a");
        plane.EventsOf<ServerLost>("a").Single().Cause.ShouldBeOneOf(LossCause.Exited, LossCause.Unknown);
    }

    [Fact]
    public Task A_death_with_nobody_connected_and_no_socket_left() => LoseAsync(
        LossCause.Vanished,
        "its socket and its process are gone",
        async (plane, sandbox, server) =>
        {
            await plane.Plane.ReleaseAsync(new("a"), CancellationToken.None);
            await plane.BecomesAsync("a", view => view.Reason == ServerReason.Released, "a is released");
            File.Delete(sandbox.Socket("a").Value);
            await plane.BecomesAsync("a", view => view.Reason == ServerReason.Vanished, "a has lost its socket");
            plane.EventsOf<ServerLost>("a").ShouldBeEmpty();
            sandbox.KillHard(server);
        });

    [Fact]
    public async Task A_vanished_socket_of_a_live_server_is_no_loss_and_its_later_end_is_one()
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        await plane.ConnectsAsync("a");
        File.Delete(sandbox.Socket("a").Value);
        await plane.HearsAsync<ServerSocketLost>("a");
        plane.EventsOf<ServerLost>("a").ShouldBeEmpty();

        sandbox.KillHard(server);

        await plane.HearsAsync<ServerRemoved>("a");
        var lost = plane.EventsOf<ServerLost>("a").ShouldHaveSingleItem();

        // Without its socket no client can come back to hear how it ends.
        lost.Cause.ShouldBeOneOf(LossCause.Crashed, LossCause.Unknown);
        lost.Evidence.ShouldEndWith("its socket and its process are gone");
        (await plane.FindAsync("a")).ShouldBeNull();
    }

    private static async Task LoseAsync(LossCause cause, string evidence, Func<PlaneHost, TmuxSandbox, ProcessIdentity, Task> end)
    {
        await using var sandbox = new TmuxSandbox();
        await using var plane = await PlaneHost.StartAsync(sandbox);
        var server = await sandbox.StartAsync("a");
        var life = (await plane.ConnectsAsync("a")).Generation;

        // Between two waits nobody hears how a server ends.
        await WaitingClient.StandsAsync(sandbox);
        await end(plane, sandbox, server);

        await plane.HearsAsync<ServerLost>("a");
        var lost = plane.Events.OfType<ServerEventEnvelope>().Single(envelope => envelope.Event is ServerLost);
        lost.Generation.ShouldBe(life);
        ((ServerLost)lost.Event).Cause.ShouldBe(cause);
        ((ServerLost)lost.Event).Evidence.ShouldContain(evidence);
    }
}
