using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class DeathTests(DialTransport transport) : BenchTests(transport)
{
    [Fact]
    public async Task A_kill_server_closes_the_connection_with_a_bare_exit()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "kill-server");
        var end = await connection.EndAsync();
        end.ShouldBe(new ConnectionEnd(SawExit: true, ExitReason: null, "%exit"));
        await Eventually.TrueAsync(() => !Sandbox.Processes.Lives(server), "the server is gone");
        Loss.From(killRequested: false, end, Bench.Dialer.Probe(Sandbox.Socket("a"))).Cause.ShouldBe(LossCause.Exited);
    }

    [Fact]
    public async Task A_kill_server_of_ours_does_too()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await connection.ExecuteAsync(new TmuxCommand("kill-server"), CancellationToken.None);
        (await connection.EndAsync()).ExitReason.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_was_killed_hard_is_lost_unexpectedly()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        Sandbox.KillHard(server);
        var end = await connection.EndAsync();
        end.SawExit.ShouldBeTrue();
        end.ExitReason.ShouldBe("server exited unexpectedly");
        await Eventually.TrueAsync(() => !Sandbox.Processes.Lives(server), "the server is gone");
        Loss.From(killRequested: false, end, Bench.Dialer.Probe(Sandbox.Socket("a"))).Cause.ShouldBe(LossCause.Crashed);
    }

    [Fact]
    public async Task Whoever_waits_for_an_answer_is_told_that_nobody_knows()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        Sandbox.Stop(server);
        var asked = Enumerable.Range(0, 10)
            .Select(_ => connection.ExecuteAsync(new TmuxCommand("list-sessions"), CancellationToken.None)).ToList();
        var listed = connection.ListAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            async () =>
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                return await connection.ExecuteAsync(new TmuxCommand("list-sessions"), soon.Token) is CommandOutcome.Unknown;
            },
            "whoever came before has been sent");
        Sandbox.KillHard(server);
        (await Task.WhenAll(asked)).ShouldAllBe(outcome => outcome is CommandOutcome.Unknown);
        (await listed).ShouldBeOfType<ListOutcome.Failed>();
        (await connection.ExecuteAsync(new TmuxCommand("list-sessions"), CancellationToken.None)).ShouldBeOfType<CommandOutcome.NotSent>();
    }

    [Fact]
    public async Task The_end_of_the_anchor_ends_the_connection_even_where_users_stay_attached()
    {
        await Bench.StartAsync("a");
        await Sandbox.TmuxAsync("a", "set-option", "-g", "detach-on-destroy", "off");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "kill-session", "-t", "=_rk-ctl");
        (await connection.EndAsync()).ExitReason.ShouldBeNull();
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessDeathTests() : DeathTests(DialTransport.Process)
{
    [Fact]
    public async Task A_client_that_was_killed_hard_closes_without_an_exit()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        (await Sandbox.RunAsync("kill", "-KILL", $"{Sandbox.OwnClients().ShouldHaveSingleItem()}")).Status.ShouldBe(0);
        (await connection.EndAsync()).ShouldBe(new ConnectionEnd(SawExit: false, ExitReason: null, "the client ended without %exit"));
    }

    [Fact]
    public async Task A_client_that_is_killed_while_its_server_is_stopped_is_not_waited_for()
    {
        // The stopped server holds the other end of the pipes: their end does not come.
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        Sandbox.Stop(server);
        await Sandbox.RunAsync("kill", "-KILL", $"{Sandbox.OwnClients().ShouldHaveSingleItem()}");
        (await connection.EndAsync()).SawExit.ShouldBeFalse();
    }
}

/// <summary>Over the server's own socket.</summary>
public sealed class SocketDeathTests() : DeathTests(DialTransport.Auto);
