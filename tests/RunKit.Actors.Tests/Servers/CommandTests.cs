using RunKit.Actors.Servers;
using RunKit.ControlPlane;
using RunKit.Testing.Fakes;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Servers;

public sealed class CommandTests : ServerScenario
{
    [Fact]
    public void A_command_for_a_connected_server_is_sent_as_it_is_and_its_outcome_comes_back()
    {
        var connection = Connect();
        connection.Commands.Next(CommandOutcome.Completed.Of("one", "two"));

        var executed = Execute("display-message", "-p", "a b;c");

        executed.Outcome.ShouldBe(CommandOutcome.Completed.Of("one", "two"));
        (executed.Node, executed.Server).ShouldBe((Node, Name));
        connection.Commands.Made.Single().Line.Words.ShouldBe(["display-message", "-p", "a b;c"]);
    }

    [Fact]
    public void What_tmux_refuses_comes_back_in_its_own_words()
    {
        Connect().Commands.Next(new CommandOutcome.Failed("unknown command: nope"));

        Execute("nope").Outcome.ShouldBe(new CommandOutcome.Failed("unknown command: nope"));
    }

    [Fact]
    public void Commands_are_not_held_up_by_one_that_takes_long()
    {
        var connection = Connect();
        connection.Commands.Hold();
        var slow = CreateTestProbe();
        slow.Send(Actor, new ServerProtocol.Execute(Node, Name, ["capture-pane", "-p"], CommandOptions.Default));
        Settle();
        connection.Commands.HoldNoMore();

        Execute("list-sessions").Outcome.ShouldBeOfType<CommandOutcome.Completed>();

        connection.Commands.Held.Single().Answer(CommandOutcome.Completed.Of("late"));
        slow.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(CommandOutcome.Completed.Of("late"));
    }

    [Fact]
    public void A_command_without_an_answer_in_time_has_an_unknown_outcome()
    {
        var commands = Connect().Commands;
        commands.Hold();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Execute(Node, Name, ["list-sessions"], CommandOptions.Default));
        Eventually(() => commands.Held.Count.ShouldBe(1));

        Advance(Seconds(4.999));
        commands.Held.Single().IsCancelled.ShouldBeFalse();

        Advance(Seconds(0.001));
        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBe(new CommandOutcome.Unknown("it did not end within 5 s", TimedOut: true));
    }

    [Fact]
    public void A_command_under_way_when_the_connection_ends_has_an_unknown_outcome()
    {
        Connect().Commands.Hold();
        var asker = CreateTestProbe();
        asker.Send(Actor, new ServerProtocol.Execute(Node, Name, ["list-sessions"], CommandOptions.Default));
        Settle();

        Server.EndConnections(Ends.Crashed);

        asker.ExpectMsg<ServerProtocol.Executed>().Outcome.ShouldBeOfType<CommandOutcome.Unknown>().TimedOut.ShouldBeFalse();
    }

    [Fact]
    public void A_command_during_a_dial_is_not_sent_and_not_kept()
    {
        var dial = HoldFirstDial();

        Execute("list-sessions").Outcome.ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("a is not connected");

        dial.Answer(Server.Connect());
        Settle();
        Server.Connection.Commands.Count.ShouldBe(0);
    }

    [Fact]
    public void A_command_for_a_server_that_backs_off_is_not_sent_and_says_why()
    {
        Server.Verdict = new ProbeVerdict.Unclear("strange");
        Begin();

        Execute("list-sessions").Outcome.ShouldBeOfType<CommandOutcome.NotSent>().Reason.ShouldContain("strange");
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-L", "other")]
    [InlineData("display-message", "a\0b")]
    public void Words_that_are_no_command_are_not_sent_and_cost_no_connection(params string[] words)
    {
        var connection = Connect();

        Execute(words).Outcome.ShouldBeOfType<CommandOutcome.NotSent>();

        Settle();
        connection.Commands.Count.ShouldBe(0);
        connection.IsDisposed.ShouldBeFalse();
        View.Status.ShouldBe(ControlPlane.Servers.ServerStatus.Connected);
    }

    [Fact]
    public void Caller_and_input_go_with_a_command()
    {
        var connection = Connect();

        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Execute(
            Node, Name, ["load-buffer", "-"], CommandOptions.Default with { Caller = "boss", Input = [1, 2] }));

        var command = connection.Commands.Made.Single();
        command.Caller.ShouldBe("boss");
        command.Input.ShouldNotBeNull().ToArray().ShouldBe([1, 2]);
    }

    private ServerProtocol.Executed Execute(params string[] words) =>
        Answer<ServerProtocol.Executed>(Actor, new ServerProtocol.Execute(Node, Name, [.. words], CommandOptions.Default));
}
