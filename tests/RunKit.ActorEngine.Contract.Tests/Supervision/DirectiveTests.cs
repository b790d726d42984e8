using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class DirectiveTests : ContractTest
{
    private readonly TestProbe _life;

    public DirectiveTests() => _life = CreateTestProbe();

    private static OneForOneStrategy Always(Directive directive) => new(_ => directive);

    /// <summary>A parent with this strategy, and its child; both told of their start already.</summary>
    private (IActorRef Parent, IActorRef Kid) Family(SupervisorStrategy? strategy, string? name = null)
    {
        var parent = Sys.ActorOf(Recorded.Props(_life.Ref, "parent ", strategy), name);
        parent.Tell(new Recorded.Spawn("kid"));
        var kid = ExpectMsg<IActorRef>();
        _life.ReceiveN(4).ShouldBe(["parent ctor", "parent pre-start", "kid ctor", "kid pre-start"]);
        return (parent, kid);
    }

    [Fact]
    public void Restart_makes_a_new_instance()
    {
        var (_, kid) = Family(Always(Directive.Restart));
        kid.Tell("count");
        ExpectMsg(1);
        kid.Tell(new Boom());
        kid.Tell("count");
        ExpectMsg(1);
        _life.FishForMessage<string>(text => text == "kid ctor");
    }

    [Fact]
    public void Resume_keeps_the_instance_and_its_state()
    {
        var (_, kid) = Family(Always(Directive.Resume));
        kid.Tell("count");
        kid.Tell(new Boom());
        kid.Tell("count");
        ExpectMsg(1);
        ExpectMsg(2);
        _life.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void Stop_stops_the_child_and_nobody_else()
    {
        var (parent, kid) = Family(Always(Directive.Stop));
        Watch(kid);
        kid.Tell(new Boom());
        ExpectTerminated(kid);
        _life.ExpectMsg("kid post-stop");
        parent.Tell("still here");
        ExpectMsg("still here");
    }

    [Fact]
    public void Escalate_fails_the_parent_with_the_same_exception()
    {
        var seen = CreateTestProbe();
        var decider = new OneForOneStrategy(exception =>
        {
            seen.Ref.Tell(exception);
            return Directive.Restart;
        });
        var top = Sys.ActorOf(Recorded.Props(_life.Ref, "top ", decider));
        top.Tell(new Recorded.Spawn("parent", Always(Directive.Escalate)));
        var parent = ExpectMsg<IActorRef>();
        parent.Tell(new Recorded.Spawn("kid"));
        var kid = ExpectMsg<IActorRef>();
        _life.ReceiveN(6);

        var boom = new Boom("from below");
        kid.Tell(boom);
        seen.ExpectMsg<Exception>().ShouldBeSameAs(boom);
        _life.FishForMessage<string>(text => text == "kid post-stop");
        _life.ExpectMsg("parent ctor");
        _life.ExpectMsg("parent post-restart:from below");
    }

    [Fact]
    public void The_decider_sees_the_exception_and_may_distinguish()
    {
        var (_, kid) = Family(new OneForOneStrategy(exception => exception is Boom ? Directive.Resume : Directive.Stop));
        Watch(kid);
        kid.Tell(new Boom());
        kid.Tell("resumed");
        ExpectMsg("resumed");
        kid.Tell(new InvalidOperationException());
        ExpectTerminated(kid);
    }

    [Fact]
    public void One_for_one_leaves_siblings_alone()
    {
        var (parent, kid) = Family(Always(Directive.Restart));
        parent.Tell(new Recorded.Spawn("sibling"));
        var sibling = ExpectMsg<IActorRef>();
        sibling.Tell("count");
        ExpectMsg(1);
        kid.Tell(new Boom());
        kid.Tell("restarted");
        ExpectMsg("restarted");
        sibling.Tell("count");
        ExpectMsg(2);
    }

    [Fact]
    public void By_default_a_failure_restarts()
    {
        var (_, kid) = Family(null);
        kid.Tell(new Boom());
        _life.ExpectMsg<string>(text => text.StartsWith("kid pre-restart:"));
    }

    [Theory]
    [InlineData(typeof(ActorInitializationException))]
    [InlineData(typeof(ActorKilledException))]
    public void By_default_what_cannot_be_mended_stops(Type type)
    {
        var (_, kid) = Family(null);
        Watch(kid);
        kid.Tell((Exception)Activator.CreateInstance(type, "no use")!);
        ExpectTerminated(kid);
    }

    [Fact]
    public void The_stopping_strategy_stops_whatever_fails()
    {
        var (_, kid) = Family(SupervisorStrategy.StoppingStrategy);
        Watch(kid);
        kid.Tell(new Boom());
        ExpectTerminated(kid);
    }

    [Fact]
    public void A_strategy_in_the_Props_supervises_an_actor_that_brings_none()
    {
        var parent = Sys.ActorOf(Recorded.Props(_life.Ref).WithSupervisorStrategy(Always(Directive.Stop)));
        parent.Tell(new Recorded.Spawn("kid"));
        var kid = Watch(ExpectMsg<IActorRef>());
        kid.Tell(new Boom());
        ExpectTerminated(kid);
    }

    [Fact]
    public void A_restart_is_logged_as_an_error_of_the_child()
    {
        var (_, kid) = Family(Always(Directive.Restart));
        EventFilter.Exception<Boom>(message: "torn", source: kid.Path.ToString()).ExpectOne(() => kid.Tell(new Boom("torn")));
    }

    [Fact]
    public void A_stop_is_logged_as_an_error_of_the_child()
    {
        var (_, kid) = Family(Always(Directive.Stop));
        EventFilter.Exception<Boom>(message: "torn", source: kid.Path.ToString()).ExpectOne(() => kid.Tell(new Boom("torn")));
    }

    [Fact]
    public void A_resume_is_logged_as_a_warning_of_the_child()
    {
        var (_, kid) = Family(Always(Directive.Resume));
        EventFilter.Warning(message: "hiccup", source: kid.Path.ToString()).ExpectOne(() => kid.Tell(new Boom("hiccup")));
    }

    [Fact]
    public void An_escalation_is_not_logged_but_what_becomes_of_it_is()
    {
        var (parent, kid) = Family(Always(Directive.Escalate));
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        kid.Tell(new Boom("upwards"));
        ExpectMsg<Error>().LogSource.ShouldBe(parent.Path.ToString());
    }

    [Fact]
    public void A_strategy_may_keep_its_decisions_out_of_the_log()
    {
        var (_, silent) = Family(new OneForOneStrategy(_ => Directive.Restart, false), "silent");
        var (_, loud) = Family(Always(Directive.Restart), "loud");
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        silent.Tell(new Boom());
        silent.Tell("restarted");
        ExpectMsg("restarted");
        loud.Tell(new Boom());
        ExpectMsg<Error>().LogSource.ShouldBe(loud.Path.ToString());
    }
}
