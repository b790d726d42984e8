using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.Actors.Sockets;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

/// <summary>The end of an actor that is not the end of its server.</summary>
public sealed class DisconnectTests : ServerScenario
{
    [Fact]
    public void Disconnecting_closes_every_connection_and_changes_nothing_on_any_server()
    {
        var first = Connect();
        Ports.Server("b").Start();
        Begin("b");

        Answer<SocketWatcherProtocol.Disconnected>(Watcher, new SocketWatcherProtocol.Disconnect(Node)).Node.ShouldBe(Node);

        Ports.Dialer.OpenConnections.ShouldBe(0);
        (first.Commands.Count, first.Releases.Count, Ports.Client.Runs.Count).ShouldBe((0, 0, 0));
        Reports.Events().OfType<Tmux.State.ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void Disconnecting_from_no_server_at_all_is_answered_at_once() =>
        Answer<SocketWatcherProtocol.Disconnected>(Watcher, new SocketWatcherProtocol.Disconnect(Node));

    [Fact]
    public void Disconnecting_during_a_dial_cancels_it_and_is_done_when_what_it_opened_late_is_closed()
    {
        var dial = HoldFirstDial();
        var asker = CreateTestProbe();

        asker.Send(Watcher, new SocketWatcherProtocol.Disconnect(Node));
        Eventually(() => dial.IsCancelled.ShouldBeTrue());
        dial.Answer(Server.Connect());

        asker.ExpectMsg<SocketWatcherProtocol.Disconnected>();
        Ports.Dialer.OpenConnections.ShouldBe(0);
    }

    [Fact]
    public void Disconnecting_while_backing_off_ends_the_waiting()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        Answer<SocketWatcherProtocol.Disconnected>(Watcher, new SocketWatcherProtocol.Disconnect(Node));
        Time.Advance(Seconds(60));
        Settle(Watcher);

        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void Nothing_begins_any_more_once_all_disconnect()
    {
        Connect();
        Answer<SocketWatcherProtocol.Disconnected>(Watcher, new SocketWatcherProtocol.Disconnect(Node));
        Ports.Server("b").Start();

        Watcher.Tell(new SocketWatcherProtocol.SocketSeen(new ServerName("b"), Anew: true));
        Settle(Watcher, Plane);

        Ports.Server("b").Dials.Count.ShouldBe(0);
    }

    [Fact]
    public void Who_asks_something_of_a_server_that_disconnects_is_answered()
    {
        Connect().HoldGoodbye();
        var stopper = CreateTestProbe();
        stopper.Send(Watcher, new SocketWatcherProtocol.Disconnect(Node));
        Settle();

        Answer<ServerProtocol.KillEnded>(Actor, new ServerProtocol.Kill(Node, Name)).Outcome.ShouldBeOfType<KillOutcome.Refused>();
        foreach (var command in (object[])
            [new ServerProtocol.Execute(Node, Name, ["x"], CommandOptions.Default), new ServerProtocol.Release(Node, Name), new ServerProtocol.Guard(Node, Name)])
        {
            Answer<ServerProtocol.Executed>(Actor, command).Outcome.ShouldBeOfType<CommandOutcome.NotSent>();
        }

        stopper.HasMessages.ShouldBeFalse();
        Server.Connection.EndGoodbye();
        stopper.ExpectMsg<SocketWatcherProtocol.Disconnected>();
    }

    [Fact]
    public void Who_waits_for_a_kill_when_its_server_disconnects_is_answered()
    {
        Connect();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name));
        Settle();

        Answer<SocketWatcherProtocol.Disconnected>(Watcher, new SocketWatcherProtocol.Disconnect(Node));

        asker.ExpectMsg<ServerProtocol.KillEnded>().Outcome.ShouldBeOfType<KillOutcome.Refused>();
    }

    [Fact]
    public void An_actor_that_is_stopped_closes_its_connection_and_its_commands_end_unknown()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Execute(Node, Name, ["list-sessions"], CommandOptions.Default));
        Settle();

        Stop();

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Unknown>();
        Eventually(() => connection.IsDisposed.ShouldBeTrue());
    }

    [Fact]
    public void An_actor_that_is_stopped_during_a_dial_cancels_it_and_leaks_nothing()
    {
        var dial = HoldFirstDial();

        Stop();

        dial.IsCancelled.ShouldBeTrue();
        dial.Answer(Server.Connect());
        Eventually(() => Ports.Dialer.OpenConnections.ShouldBe(0));
    }

    private void Stop()
    {
        Watch(Watcher);
        Sys.Stop(Watcher);
        ExpectTerminated(Watcher);
    }
}
