using Akka.Actor;
using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

/// <summary>The end of an actor that is not the end of its server.</summary>
public sealed class LeaveTests : ServerScenario
{
    [Fact]
    public void Leaving_gives_every_connection_back_and_changes_nothing_on_any_server()
    {
        var first = Connect();
        Ports.Server("b").Start();
        Begin("b");

        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node)).Node.ShouldBe(Node);

        Ports.Dialer.OpenConnections.ShouldBe(0);
        first.Commands.Count.ShouldBe(0);
        Told.Events().OfType<Tmux.State.ServerLost>().ShouldBeEmpty();
    }

    [Fact]
    public void Leaving_with_no_server_at_all_is_answered_at_once() =>
        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node));

    [Fact]
    public void Leaving_during_a_dial_cancels_it_and_what_it_opens_late_is_given_back()
    {
        var dial = HoldFirstDial();

        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node));

        dial.IsCancelled.ShouldBeTrue();
        dial.Answer(Server.Connect());
        Eventually(() => Ports.Dialer.OpenConnections.ShouldBe(0));
    }

    [Fact]
    public void Leaving_while_backing_off_ends_the_waiting()
    {
        Server.Verdict = new ProbeVerdict.Refused();
        Begin();

        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node));
        Time.Advance(Seconds(60));
        Settle(Keeper);

        Server.Dials.Count.ShouldBe(1);
    }

    [Fact]
    public void Nothing_begins_any_more_once_all_are_leaving()
    {
        Connect();
        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node));
        Ports.Server("b").Start();

        Keeper.Tell(new ServerKeeperProtocol.SocketSeen(Node, new ServerName("b"), Anew: true));
        Settle(Keeper, Plane);

        Ports.Server("b").Dials.Count.ShouldBe(0);
    }

    [Fact]
    public void Who_asks_something_of_a_server_that_is_being_left_is_answered()
    {
        Connect().HoldGoodbye();
        var leaver = CreateTestProbe();
        leaver.Send(Keeper, new ServerKeeperProtocol.LeaveAll(Node));
        Settle();

        Answer<ServerProtocol.KillEnded>(Actor, new ServerProtocol.Kill(Node, Name)).Outcome.ShouldBeOfType<KillOutcome.Refused>();
        foreach (var command in (object[])
            [new ServerProtocol.Execute(Node, Name, ["x"], CommandOptions.Default), new ServerProtocol.Release(Node, Name), new ServerProtocol.Guard(Node, Name)])
        {
            Answer<ServerProtocol.Executed>(Actor, command).Outcome.ShouldBeOfType<CommandOutcome.NotSent>();
        }

        leaver.HasMessages.ShouldBeFalse();
        Server.Connection.EndGoodbye();
        leaver.ExpectMsg<ServerKeeperProtocol.AllLeft>();
    }

    [Fact]
    public void Who_waits_for_a_kill_when_its_server_is_left_is_answered()
    {
        Connect();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Kill(Node, Name));
        Settle();

        Answer<ServerKeeperProtocol.AllLeft>(Keeper, new ServerKeeperProtocol.LeaveAll(Node));

        asker.ExpectMsg<ServerProtocol.KillEnded>().Outcome.ShouldBeOfType<KillOutcome.Refused>();
    }

    [Fact]
    public void An_actor_that_is_stopped_gives_its_connection_back_and_its_commands_end_unknown()
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
        Watch(Keeper);
        Sys.Stop(Keeper);
        ExpectTerminated(Keeper);
    }
}
