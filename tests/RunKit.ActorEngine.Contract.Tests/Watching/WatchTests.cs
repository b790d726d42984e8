using Akka.Actor;
using Akka.TestKit;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class WatchTests : ContractTest
{
    private sealed record Gone(string Who);

    /// <summary>A notice in an envelope: who does not watch does not get the bare <see cref="Terminated"/>.</summary>
    private sealed record Notice(Terminated Terminated);

    /// <summary>Does to its context what it is sent as an action, and tells a listener of the rest.</summary>
    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef listener)
        {
            Receive<Action<IActorContext>>(act =>
            {
                act(Context);
                Sender.Tell("done");
            });
            Receive<Terminated>(terminated => listener.Forward(new Notice(terminated)));
            ReceiveAny(message => listener.Forward(message));
        }
    }

    private sealed class PassingOn : ReceiveActor
    {
        public PassingOn(IActorRef listener)
        {
            Receive<Action<IActorContext>>(act =>
            {
                act(Context);
                Sender.Tell("done");
            });
            Receive<Terminated>(terminated =>
            {
                listener.Tell(terminated);
                listener.Tell("passed on");
            });
            ReceiveAny(message => listener.Forward(message));
        }
    }

    private sealed class WithoutTerminatedHandler : ReceiveActor
    {
        private readonly IActorRef _listener;

        public WithoutTerminatedHandler(IActorRef listener, IActorRef subject)
        {
            _listener = listener;
            Context.Watch(subject);
            Receive<string>(text => Sender.Tell(text));
        }

        protected override void PreRestart(Exception reason, object message) => _listener.Tell("restart");
    }

    private sealed class Talkative : ReceiveActor
    {
        public Talkative() => Receive<IActorRef>(listener =>
        {
            for (var i = 0; i < 100; i++)
            {
                listener.Tell(i);
            }

            Context.Stop(Self);
        });
    }

    private readonly TestProbe _seen;
    private readonly IActorRef _subject;

    public WatchTests()
    {
        _seen = CreateTestProbe();
        _subject = Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref));
    }

    private IActorRef Start()
    {
        var listener = _seen.Ref;
        return Sys.ActorOf(Props.Create(() => new Watcher(listener)));
    }

    private void Do(IActorRef watcher, Action<IActorContext> act)
    {
        watcher.Tell(act);
        ExpectMsg("done");
    }

    /// <summary>Shows that the watcher got nothing before this.</summary>
    private void NothingSeenBy(IActorRef watcher)
    {
        watcher.Tell("end");
        _seen.ExpectMsg("end");
    }

    [Fact]
    public void A_watcher_is_told_when_its_subject_has_terminated()
    {
        var watcher = Start();
        Do(watcher, context => context.Watch(_subject).ShouldBe(_subject));
        Sys.Stop(_subject);
        var terminated = _seen.ExpectMsg<Notice>().Terminated;
        terminated.ActorRef.ShouldBe(_subject);
        terminated.ExistenceConfirmed.ShouldBeTrue();
        terminated.AddressTerminated.ShouldBeFalse();
        _seen.Sender.ShouldBe(_subject);
    }

    [Fact]
    public void A_Terminated_that_is_passed_on_to_who_does_not_watch_is_discarded()
    {
        var watcher = Sys.ActorOf(Props.Create(() => new PassingOn(_seen.Ref)));
        Do(watcher, context => context.Watch(_subject));
        Sys.Stop(_subject);
        _seen.ExpectMsg("passed on");
        NothingSeenBy(watcher);
    }

    [Fact]
    public void Watching_twice_is_watching_once()
    {
        var watcher = Start();
        Do(watcher, context => context.Watch(_subject));
        Do(watcher, context => context.Watch(_subject));
        Sys.Stop(_subject);
        _seen.ExpectMsg<Notice>().Terminated.ActorRef.ShouldBe(_subject);
        NothingSeenBy(watcher);
    }

    [Fact]
    public void Every_watcher_is_told()
    {
        var first = CreateTestProbe();
        var second = CreateTestProbe();
        first.Watch(_subject);
        second.Watch(_subject);
        Sys.Stop(_subject);
        first.ExpectTerminated(_subject);
        second.ExpectTerminated(_subject);
    }

    [Fact]
    public void Who_unwatched_is_not_told()
    {
        var watcher = Start();
        Do(watcher, context => context.Watch(_subject));
        Do(watcher, context => context.Unwatch(_subject));
        Watch(_subject);
        Sys.Stop(_subject);
        ExpectTerminated(_subject);
        NothingSeenBy(watcher);
    }

    [Fact]
    public void Unwatch_discards_what_is_queued_already()
    {
        using var gate = new ManualResetEventSlim();
        var watcher = Start();
        Do(watcher, context => context.Watch(_subject));
        watcher.Tell((Action<IActorContext>)(_ => gate.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue()));
        watcher.Tell((Action<IActorContext>)(context => context.Unwatch(_subject)));
        Watch(_subject);
        Sys.Stop(_subject);
        ExpectTerminated(_subject);
        gate.Set();
        ExpectMsg("done");
        ExpectMsg("done");
        NothingSeenBy(watcher);
    }

    [Fact]
    public void Watching_a_dead_actor_tells_at_once_that_nobody_knows_whether_it_lived()
    {
        Watch(_subject);
        Sys.Stop(_subject);
        ExpectTerminated(_subject);
        Do(Start(), context => context.Watch(_subject));
        var terminated = _seen.ExpectMsg<Notice>().Terminated;
        terminated.ActorRef.ShouldBe(_subject);
        terminated.ExistenceConfirmed.ShouldBeFalse();
    }

    [Fact]
    public void WatchWith_sends_the_given_message_from_the_subject()
    {
        Do(Start(), context => context.WatchWith(_subject, new Gone("subject")));
        Sys.Stop(_subject);
        _seen.ExpectMsg(new Gone("subject"));
        _seen.Sender.ShouldBe(_subject);
    }

    [Fact]
    public void WatchWith_of_a_dead_actor_sends_the_given_message()
    {
        Watch(_subject);
        Sys.Stop(_subject);
        ExpectTerminated(_subject);
        Do(Start(), context => context.WatchWith(_subject, new Gone("long ago")));
        _seen.ExpectMsg(new Gone("long ago"));
    }

    [Fact]
    public void Terminated_comes_after_what_the_subject_said()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Talkative()));
        Watch(subject);
        subject.Tell(TestActor);
        for (var i = 0; i < 100; i++)
        {
            ExpectMsg(i);
        }

        ExpectTerminated(subject);
    }

    [Fact]
    public void Who_does_not_handle_Terminated_dies_of_it()
    {
        var listener = TestActor;
        var subject = _subject;
        var watcher = Watch(Sys.ActorOf(Props.Create(() => new WithoutTerminatedHandler(listener, subject))));
        watcher.Tell("started");
        ExpectMsg("started");
        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(_subject));
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_recreated_actor_is_not_the_one_that_was_watched()
    {
        var silent = CreateTestProbe().Ref;
        var first = Watch(Sys.ActorOf(Recorded.Props(silent), "phoenix"));
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef second = ActorRefs.Nobody;
        AwaitAssert(() => second = Sys.ActorOf(Recorded.Props(silent), "phoenix"));
        Watch(second);
        first.Tell(PoisonPill.Instance);
        second.Tell("alive");
        ExpectMsg("alive");
        Sys.Stop(second);
        ExpectTerminated(second).ActorRef.ShouldNotBe(first);
    }
}
