using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class OwnershipTests(DialTransport transport) : BenchTests(transport)
{
    [Fact]
    public async Task A_connection_is_claimed_once()
    {
        await Bench.StartAsync("a");
        var connection = (await Bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Connected>().Connection;
        connection.TryClaim().ShouldBeTrue();
        connection.TryClaim().ShouldBeFalse();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task An_unclaimed_connection_ends_when_its_dial_is_cancelled()
    {
        await Bench.StartAsync("a");
        using var cancel = new CancellationTokenSource();
        var connection = (await Bench.DialAsync("a", cancel: cancel.Token)).ShouldBeOfType<DialOutcome.Connected>().Connection;
        await cancel.CancelAsync();
        connection.TryClaim().ShouldBeFalse();
        (await connection.EndAsync()).SawExit.ShouldBeTrue();
        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0 && Sandbox.Connections() == 0, "no client is left");
    }

    [Fact]
    public async Task A_claimed_connection_outlives_its_dials_cancellation()
    {
        await Bench.StartAsync("a");
        using var cancel = new CancellationTokenSource();
        var connection = (await Bench.DialAsync("a", cancel: cancel.Token)).ShouldBeOfType<DialOutcome.Connected>().Connection;
        connection.TryClaim().ShouldBeTrue();
        await cancel.CancelAsync();
        (await connection.ExecuteAsync(new TmuxCommand("display-message", "-p", "here"), CancellationToken.None))
            .ShouldBe(new CommandOutcome.Completed(["here"]));
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_nobody_claims_is_given_up()
    {
        await using var bench = new Bench(time: new HurriedTime(times: 20), transport: Transport);
        await bench.StartAsync("a");
        var connection = (await bench.DialAsync("a")).ShouldBeOfType<DialOutcome.Connected>().Connection;
        await connection.EndAsync();
        connection.TryClaim().ShouldBeFalse();
        await Eventually.TrueAsync(() => bench.Sandbox.OwnClients().Count == 0 && bench.Sandbox.Connections() == 0, "no client is left");
    }

    [Fact]
    public async Task Disposing_says_goodbye_and_leaves_the_server_as_it_is()
    {
        var server = await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await connection.DisposeAsync();
        (await connection.EndAsync()).ShouldBe(new Lifecycle.ConnectionEnd(SawExit: true, ExitReason: null, "%exit"));
        await Eventually.TrueAsync(() => Sandbox.OwnClients().Count == 0 && Sandbox.Connections() == 0, "no client is left");
        Sandbox.Server("a").ShouldBe(server);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_is_asked_after_the_goodbye_is_not_sent()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await connection.DisposeAsync();
        (await connection.ExecuteAsync(new TmuxCommand("kill-server"), CancellationToken.None)).ShouldBeOfType<CommandOutcome.NotSent>();
        (await connection.ListAsync(CancellationToken.None)).ShouldBeOfType<ListOutcome.Failed>();
        Sandbox.IsAlive("a").ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_asked_before_the_goodbye_is_still_answered()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        var asked = Enumerable.Range(0, 50)
            .Select(i => connection.ExecuteAsync(new TmuxCommand("display-message", "-p", $"{i}"), CancellationToken.None)).ToList();
        await connection.DisposeAsync();
        (await Task.WhenAll(asked)).ShouldBe(Enumerable.Range(0, 50).Select(i => new CommandOutcome.Completed([$"{i}"])));
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_ever_for_a_stopped_server()
    {
        await using var bench = new Bench(time: new HurriedTime(times: 10), transport: Transport);
        var server = await bench.StartAsync("a");
        var connection = await bench.ConnectAsync("a");
        bench.Sandbox.Stop(server);
        var asked = connection.ExecuteAsync(new TmuxCommand("display-message", "-p", "x"), CancellationToken.None);
        await connection.DisposeAsync();
        (await asked).ShouldBeOfType<CommandOutcome.Unknown>();
        await Eventually.TrueAsync(() => bench.Sandbox.OwnClients().Count == 0, "no client is left");
        bench.Sandbox.Continue(server);
        (await bench.Sandbox.TmuxAsync("a", "list-clients")).ShouldBeEmpty();
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessOwnershipTests() : OwnershipTests(DialTransport.Process);

/// <summary>Over the server's own socket.</summary>
public sealed class SocketOwnershipTests() : OwnershipTests(DialTransport.Auto);
