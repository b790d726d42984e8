using RunKit.Tmux.Ports;
using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Creation;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Creation;

public sealed class ServerCreatorTests : Scenario
{
    private IActorRef? _creator;

    private IActorRef Creator => _creator ??= ActorOf(ServerCreator.Props(Ports.Launcher, Settings));

    [Fact]
    public void A_server_is_created_as_asked_and_answered_with_its_outcome()
    {
        var request = new NewServer(new ServerName("a"), "work", "/srv", ["vi"], AttachOk: true);
        var created = new CreateOutcome.Created(new ServerGeneration(7, 8), new SessionId(9));
        Ports.Launcher.Launches.Next(created);

        var ended = Answer<CreationProtocol.ServerCreated>(Creator, new CreationProtocol.CreateServer(Node, request));

        ended.ShouldBe(new CreationProtocol.ServerCreated(Node, request.Server, created));
        Ports.Launcher.Launches.Made.ShouldBe([request]);
    }

    [Fact]
    public void A_creation_is_written_to_the_log_for_the_audit() =>
        EventFilter.Warning(start: "audit new server=a").ExpectOne(() => Outcome(Ask("a")));

    [Fact]
    public void A_creation_that_its_asker_writes_down_leaves_no_second_line() =>
        EventFilter.Warning(contains: "audit").Expect(
            0, TimeSpan.FromMilliseconds(200), () => Answer<CreationProtocol.ServerCreated>(Creator, new CreationProtocol.CreateServer(Node, new NewServer(new ServerName("a"), null, null, [], AttachOk: false), "boss")));

    [Fact]
    public void Of_one_name_one_creation_is_under_way_at_a_time()
    {
        Ports.Launcher.Launches.Hold();
        var first = Ask("a");

        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.NotCreated>().Reason.ShouldContain("being started right now");

        Ports.Launcher.Launches.Count.ShouldBe(1);
        Ports.Launcher.Launches.Held.Single().Answer(new CreateOutcome.AlreadyRuns());
        Outcome(first).ShouldBe(new CreateOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_name_whose_creation_has_ended_may_be_created_again()
    {
        Outcome(Ask("a"));
        Settle(Creator);

        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.Created>();
    }

    [Fact]
    public void Creations_of_different_names_do_not_wait_for_each_other()
    {
        Ports.Launcher.Launches.Hold();
        var slow = Ask("slow");
        Ports.Launcher.Launches.HoldNoMore();

        Outcome(Ask("quick")).ShouldBeOfType<CreateOutcome.Created>();

        Ports.Launcher.Launches.Held.Single().Answer(new CreateOutcome.AlreadyRuns());
        Outcome(slow).ShouldBe(new CreateOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_creation_that_breaks_is_answered_and_frees_the_name()
    {
        Ports.Launcher.Launches.Hold();
        var asker = Ask("a");

        Ports.Launcher.Launches.Held.Single().Fail(new InvalidOperationException("a broken port"));

        Outcome(asker).ShouldBe(new CreateOutcome.NotCreated("a broken port"));
        Ports.Launcher.Launches.HoldNoMore();
        Settle(Creator);
        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.Created>();
    }

    [Fact]
    public void A_creation_that_breaks_at_once_does_not_make_the_creator_forget_the_others()
    {
        Ports.Launcher.Launches.Hold();
        var slow = Ask("slow");
        Ports.Launcher.Launches.ThrowNext(new InvalidOperationException("a broken port"));

        Outcome(Ask("a")).ShouldBe(new CreateOutcome.NotCreated("a broken port"));

        Outcome(Ask("slow")).ShouldBeOfType<CreateOutcome.NotCreated>();
        Ports.Launcher.Launches.Held.Single().Answer(new CreateOutcome.AlreadyRuns());
        Outcome(slow).ShouldBe(new CreateOutcome.AlreadyRuns());
    }

    private TestProbe Ask(string name)
    {
        var asker = CreateTestProbe();
        asker.Send(Creator, new CreationProtocol.CreateServer(Node, new NewServer(new ServerName(name), null, null, [], AttachOk: false)));
        Settle(Creator);
        return asker;
    }

    private static CreateOutcome Outcome(TestProbe asker) => asker.ExpectMsg<CreationProtocol.ServerCreated>().Outcome;
}
