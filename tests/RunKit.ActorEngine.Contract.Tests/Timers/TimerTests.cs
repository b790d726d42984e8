using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class TimerTests() : ContractTest(TestConfigs.TestSchedulerConfig)
{
    private sealed record Echo(string What);

    /// <summary>Does to its timers what it is sent, and tells a listener of its ticks and its life.</summary>
    private sealed class Timed : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _listener;

        public Timed(IActorRef listener, Action<ITimerScheduler>? inConstructor, ManualResetEventSlim? gate)
        {
            _listener = listener;
            inConstructor?.Invoke(Timers);
            Receive<Action<ITimerScheduler>>(act =>
            {
                act(Timers);
                Sender.Tell("done");
            });
            Receive<string>(text => text == "block", _ =>
            {
                Sender.Tell("blocked");
                gate!.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            });
            Receive<Exception>(exception => throw exception);
            Receive<Echo>(echo => Sender.Tell(echo.What));
            Receive<string>(text => listener.Tell($"{text} {Timers.IsTimerActive("key")}"));
            Receive<int>(_ => listener.Tell(Sender));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell($"pre-restart {Timers.IsTimerActive("key")}");
            base.PreRestart(reason, message);
        }

        protected override void PostStop() => _listener.Tell($"post-stop {Timers.IsTimerActive("key")}");
    }

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private readonly ManualResetEventSlim _gate = new();

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    protected override void AfterAll()
    {
        _gate.Set();
        base.AfterAll();
        _gate.Dispose();
    }

    private IActorRef Start(Action<ITimerScheduler>? inConstructor = null)
    {
        var listener = TestActor;
        var gate = _gate;
        return Sys.ActorOf(Props.Create(() => new Timed(listener, inConstructor, gate)));
    }

    private void Do(IActorRef actor, Action<ITimerScheduler> act)
    {
        actor.Tell(act);
        ExpectMsg("done");
    }

    /// <summary>Shows that nothing else came before this.</summary>
    private void Nothing(IActorRef actor)
    {
        actor.Tell(new Echo("nothing so far"));
        ExpectMsg("nothing so far");
    }

    [Fact]
    public void A_single_timer_fires_once_when_its_time_has_come()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        Clock.Advance(Second - Millisecond);
        Nothing(actor);
        Clock.Advance(Millisecond);
        ExpectMsg("tick False");
        Clock.Advance(Second);
        Nothing(actor);
    }

    [Fact]
    public void A_periodic_timer_fires_after_every_interval_and_stays_active()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Clock.Advance(Second - Millisecond);
        Nothing(actor);
        Clock.Advance(Millisecond);
        ExpectMsg("tick True");
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second);
            ExpectMsg("tick True");
        }
    }

    [Fact]
    public void A_periodic_timer_may_have_another_first_delay()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Millisecond, Second));
        Clock.Advance(Millisecond);
        ExpectMsg("tick True");
        Clock.Advance(Second - Millisecond);
        Nothing(actor);
        Clock.Advance(Millisecond);
        ExpectMsg("tick True");
    }

    [Fact]
    public void A_timer_replaces_the_one_with_the_same_key()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "old", Second);
            timers.StartSingleTimer("key", "new", Second * 2);
        });
        Clock.Advance(Second);
        Nothing(actor);
        Clock.Advance(Second);
        ExpectMsg("new False");
    }

    [Fact]
    public void Timers_with_different_keys_do_not_disturb_each_other()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("a", "first", Second);
            timers.StartSingleTimer("b", "second", Second * 2);
        });
        Clock.Advance(Second);
        ExpectMsg("first False");
        Clock.Advance(Second);
        ExpectMsg("second False");
    }

    [Fact]
    public void A_cancelled_timer_never_fires()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Clock.Advance(Second);
        ExpectMsg("tick True");
        Do(actor, timers => timers.Cancel("key"));
        Clock.Advance(Second);
        Nothing(actor);
    }

    [Fact]
    public void A_cancelled_timer_never_fires_even_if_its_tick_was_queued()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        actor.Tell("block");
        ExpectMsg("blocked");
        actor.Tell((Action<ITimerScheduler>)(timers => timers.Cancel("key")));
        Clock.Advance(Second);
        _gate.Set();
        ExpectMsg("done");
        Nothing(actor);
    }

    [Fact]
    public void A_replaced_timer_never_fires_even_if_its_tick_was_queued()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "old", Second));
        actor.Tell("block");
        ExpectMsg("blocked");
        actor.Tell((Action<ITimerScheduler>)(timers => timers.StartSingleTimer("key", "new", Second)));
        Clock.Advance(Second);
        _gate.Set();
        ExpectMsg("done");
        Nothing(actor);
        Clock.Advance(Second);
        ExpectMsg("new False");
    }

    [Fact]
    public void CancelAll_cancels_all()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "a", Second);
            timers.StartPeriodicTimer("other", "b", Second);
            timers.CancelAll();
            timers.IsTimerActive("key").ShouldBeFalse();
            timers.ActiveTimers.ShouldBeEmpty();
        });
        Clock.Advance(Second);
        Nothing(actor);
    }

    [Fact]
    public void The_active_timers_are_known_by_their_keys()
    {
        var actor = Start();
        Do(actor, timers =>
        {
            timers.IsTimerActive("key").ShouldBeFalse();
            timers.StartSingleTimer("key", "a", Second);
            timers.StartPeriodicTimer(42, "b", Second);
            timers.IsTimerActive("key").ShouldBeTrue();
            timers.ActiveTimers.ShouldBe(["key", 42], ignoreOrder: true);
        });
        Clock.Advance(Second);
        ReceiveN(2);
        Do(actor, timers => timers.ActiveTimers.ShouldBe([42]));
    }

    [Fact]
    public void Cancelling_what_does_not_run_does_no_harm()
    {
        var actor = Start();
        Do(actor, timers => timers.Cancel("unknown"));
        Nothing(actor);
    }

    [Fact]
    public void A_timer_can_be_started_in_the_constructor()
    {
        var actor = Start(timers => timers.StartSingleTimer("key", "tick", Second));
        Nothing(actor);
        Clock.Advance(Second);
        ExpectMsg("tick False");
    }

    [Fact]
    public void A_restart_drops_all_timers_before_PreRestart()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new Boom());
        ExpectMsg("pre-restart False");
        ExpectMsg("post-stop False");
        Nothing(actor);
        Clock.Advance(Second);
        Nothing(actor);
    }

    [Fact]
    public void A_tick_queued_before_a_restart_is_discarded()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        actor.Tell("block");
        ExpectMsg("blocked");
        actor.Tell(new Boom());
        Clock.Advance(Second);
        _gate.Set();
        ExpectMsg("pre-restart False");
        ExpectMsg("post-stop False");
        Nothing(actor);
    }

    [Fact]
    public void A_stop_drops_all_timers_before_PostStop()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectMsg("post-stop False");
        ExpectTerminated(actor);
        Clock.Advance(Second);
        Sys.DeadLetters.Tell("the only dead letter");
        ExpectMsg<Akka.Event.DeadLetter>().Message.ShouldBe("the only dead letter");
    }

    [Fact]
    public void A_tick_comes_from_nobody()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", 1, Second));
        Clock.Advance(Second);
        ExpectMsg<IActorRef>().ShouldBe(Sys.DeadLetters);
    }

    [Fact]
    public void A_timer_can_poison()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", PoisonPill.Instance, Second));
        Watch(actor);
        Clock.Advance(Second);
        ExpectMsg("post-stop False");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_single_timer_can_start_itself_again()
    {
        var listener = TestActor;
        var actor = Sys.ActorOf(Props.Create(() => new Again(listener)));
        actor.Tell("start");
        ExpectMsg("start");
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second);
            ExpectMsg("tick");
            actor.Tell(new Echo("armed"));
            ExpectMsg("armed");
        }
    }

    private sealed class Again : ReceiveActor, IWithTimers
    {
        public Again(IActorRef listener)
        {
            Receive<Echo>(echo => Sender.Tell(echo.What));
            Receive<string>(text =>
            {
                Timers.StartSingleTimer("key", "tick", Second);
                listener.Tell(text);
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
