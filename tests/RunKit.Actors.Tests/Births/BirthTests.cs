using Akka.Actor;
using Akka.TestKit;
using RunKit.Actors.Births;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Actors.Tests.Births;

public sealed class BirthTests : Scenario
{
    private IActorRef? _clerk;

    private IActorRef Clerk => _clerk ??= ActorOf(BirthActor.Props(Ports.Birth, Settings));

    [Fact]
    public void A_birth_is_done_as_asked_and_answered_with_its_outcome()
    {
        var request = new NewServer(new ServerName("a"), "work", "/srv", ["vi"], AttachOk: true);
        var born = new CreateOutcome.Created(new ServerGeneration(7, 8), new SessionId(9));
        Ports.Launcher.Launches.Next(born);

        var ended = Answer<BirthProtocol.BirthEnded>(Clerk, new BirthProtocol.Bear(Node, request));

        ended.ShouldBe(new BirthProtocol.BirthEnded(Node, request.Server, born));
        Ports.Launcher.Launches.Made.ShouldBe([request]);
    }

    [Fact]
    public void A_birth_is_written_to_the_log_for_the_audit() =>
        EventFilter.Warning(start: "audit new server=a").ExpectOne(() => Outcome(Ask("a")));

    [Fact]
    public void A_birth_that_its_asker_writes_down_leaves_no_second_line() =>
        EventFilter.Warning(contains: "audit").Expect(
            0, TimeSpan.FromMilliseconds(200), () => Answer<BirthProtocol.BirthEnded>(Clerk, new BirthProtocol.Bear(Node, new NewServer(new ServerName("a"), null, null, [], AttachOk: false), "boss")));

    [Fact]
    public void Of_one_name_one_birth_is_under_way_at_a_time()
    {
        Ports.Launcher.Launches.Hold();
        var first = Ask("a");

        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.NotCreated>().Reason.ShouldContain("being started right now");

        Ports.Launcher.Launches.Count.ShouldBe(1);
        Ports.Launcher.Launches.Held.Single().Answer(new CreateOutcome.AlreadyRuns());
        Outcome(first).ShouldBe(new CreateOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_name_whose_birth_has_ended_may_be_born_again()
    {
        Outcome(Ask("a"));
        Settle(Clerk);

        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.Created>();
    }

    [Fact]
    public void Births_of_different_names_do_not_wait_for_each_other()
    {
        Ports.Launcher.Launches.Hold();
        var slow = Ask("slow");
        Ports.Launcher.Launches.HoldNoMore();

        Outcome(Ask("quick")).ShouldBeOfType<CreateOutcome.Created>();

        Ports.Launcher.Launches.Held.Single().Answer(new CreateOutcome.AlreadyRuns());
        Outcome(slow).ShouldBe(new CreateOutcome.AlreadyRuns());
    }

    [Fact]
    public void A_birth_that_breaks_is_answered_and_frees_the_name()
    {
        Ports.Launcher.Launches.Hold();
        var asker = Ask("a");

        Ports.Launcher.Launches.Held.Single().Fail(new InvalidOperationException("a broken port"));

        Outcome(asker).ShouldBe(new CreateOutcome.NotCreated("a broken port"));
        Ports.Launcher.Launches.HoldNoMore();
        Settle(Clerk);
        Outcome(Ask("a")).ShouldBeOfType<CreateOutcome.Created>();
    }

    [Fact]
    public void A_birth_that_breaks_at_once_does_not_make_the_clerk_forget_the_others()
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
        asker.Send(Clerk, new BirthProtocol.Bear(Node, new NewServer(new ServerName(name), null, null, [], AttachOk: false)));
        Settle(Clerk);
        return asker;
    }

    private static CreateOutcome Outcome(TestProbe asker) => asker.ExpectMsg<BirthProtocol.BirthEnded>().Outcome;
}
