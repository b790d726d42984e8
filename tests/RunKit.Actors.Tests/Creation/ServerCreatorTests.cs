using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Creation;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Creation;

public sealed class ServerCreatorTests : Scenario
{
    private IActorRef? _creator;

    private IActorRef Creator => _creator ??= ActorOf(ServerCreator.Props(Ports.Birth, Settings));

    [Fact]
    public void A_server_is_created_as_asked_and_answered_with_its_outcome()
    {
        var request = new NewServer(new ServerName("a"), "work", "/srv", ["vi"], AttachOk: true);
        var born = new BirthOutcome.Born(new ServerGeneration(7, 8), new SessionId(9));
        Ports.Birth.Births.Next(born);

        var ended = Answer<CreationProtocol.ServerCreated>(Creator, new CreationProtocol.CreateServer(Node, request));

        ended.ShouldBe(new CreationProtocol.ServerCreated(Node, request.Server, born));
        Ports.Birth.Births.Made.ShouldBe([request]);
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
        Ports.Birth.Births.Hold();
        var first = Ask("a");

        Outcome(Ask("a")).ShouldBeOfType<BirthOutcome.NotBorn>().Reason.ShouldContain("being started right now");

        Ports.Birth.Births.Count.ShouldBe(1);
        Ports.Birth.Births.Held.Single().Answer(new BirthOutcome.AlreadyRuns());
        Outcome(first).ShouldBe(new BirthOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_name_whose_creation_has_ended_may_be_created_again()
    {
        Outcome(Ask("a"));
        Settle(Creator);

        Outcome(Ask("a")).ShouldBeOfType<BirthOutcome.Born>();
    }

    [Fact]
    public void Creations_of_different_names_do_not_wait_for_each_other()
    {
        Ports.Birth.Births.Hold();
        var slow = Ask("slow");
        Ports.Birth.Births.HoldNoMore();

        Outcome(Ask("quick")).ShouldBeOfType<BirthOutcome.Born>();

        Ports.Birth.Births.Held.Single().Answer(new BirthOutcome.AlreadyRuns());
        Outcome(slow).ShouldBe(new BirthOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_creation_that_breaks_is_answered_and_frees_the_name()
    {
        Ports.Birth.Births.Hold();
        var asker = Ask("a");

        Ports.Birth.Births.Held.Single().Fail(new InvalidOperationException("a broken port"));

        Outcome(asker).ShouldBe(new BirthOutcome.NotBorn("a broken port"));
        Ports.Birth.Births.HoldNoMore();
        Settle(Creator);
        Outcome(Ask("a")).ShouldBeOfType<BirthOutcome.Born>();
    }

    [Fact]
    public void A_creation_that_breaks_at_once_does_not_make_the_creator_forget_the_others()
    {
        Ports.Birth.Births.Hold();
        var slow = Ask("slow");
        Ports.Birth.Births.ThrowNext(new InvalidOperationException("a broken port"));

        Outcome(Ask("a")).ShouldBe(new BirthOutcome.NotBorn("a broken port"));

        Outcome(Ask("slow")).ShouldBeOfType<BirthOutcome.NotBorn>();
        Ports.Birth.Births.Held.Single().Answer(new BirthOutcome.AlreadyRuns());
        Outcome(slow).ShouldBe(new BirthOutcome.AlreadyRuns());
    }

    private TestProbe Ask(string name)
    {
        var asker = CreateTestProbe();
        asker.Send(Creator, new CreationProtocol.CreateServer(Node, new NewServer(new ServerName(name), null, null, [], AttachOk: false)));
        Settle(Creator);
        return asker;
    }

    private static BirthOutcome Outcome(TestProbe asker) => asker.ExpectMsg<CreationProtocol.ServerCreated>().Outcome;
}
