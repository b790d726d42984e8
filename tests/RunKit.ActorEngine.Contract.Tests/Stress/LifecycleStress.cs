using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>Many starts, stops and restarts at once: nothing leaks, nobody is forgotten.</summary>
public sealed class LifecycleStress : ContractTest
{
    private const int Children = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private sealed class Counters
    {
        public int Started;
        public int Stopped;
        public int Handled;
        public int Lost;
    }

    private sealed class Kid : ReceiveActor
    {
        private readonly Counters _counters;

        public Kid(Counters counters)
        {
            _counters = counters;
            Receive<Exception>(exception => throw exception);
            Receive<int>(_ => Interlocked.Increment(ref counters.Handled));
        }

        protected override void PreStart() => Interlocked.Increment(ref _counters.Started);

        protected override void PostStop() => Interlocked.Increment(ref _counters.Stopped);
    }

    private sealed class Nursery : ReceiveActor
    {
        public Nursery(Counters counters)
        {
            var left = 0;
            IActorRef asker = ActorRefs.Nobody;
            Receive<int>(count =>
            {
                asker = Sender;
                left = count;
                for (var i = 0; i < count; i++)
                {
                    Context.Watch(Context.ActorOf(Props.Create(() => new Kid(counters)), $"kid-{i}"));
                }

                Sender.Tell("born");
            });
            Receive<string>(text => text == "stop", _ =>
            {
                foreach (var kid in Context.GetChildren())
                {
                    Context.Stop(kid);
                }
            });
            Receive<string>(text => text == "poison", _ =>
            {
                foreach (var kid in Context.GetChildren())
                {
                    kid.Tell(PoisonPill.Instance);
                }
            });
            Receive<string>(_ => Sender.Tell(Context.GetChildren().ToArray()));
            Receive<Terminated>(_ =>
            {
                if (--left == 0)
                {
                    asker.Tell($"{Context.GetChildren().Count()} left");
                }
            });
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart, false);
    }

    private sealed class LetterBox : ReceiveActor
    {
        public LetterBox(Counters counters) => Receive<DeadLetter>(letter => letter.Message is int, _ => Interlocked.Increment(ref counters.Lost));
    }

    private sealed class Weighty : ReceiveActor
    {
        private readonly byte[] _weight = new byte[10_000];

        public Weighty(ConcurrentBag<WeakReference> instances)
        {
            instances.Add(new WeakReference(this));
            Receive<int>(n => _weight[n]++);
            Receive<Exception>(exception => throw exception);
        }
    }

    private readonly Counters _counters = new();

    private IActorRef StartNursery()
    {
        var counters = _counters;
        return Sys.ActorOf(Props.Create(() => new Nursery(counters)));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("poison")]
    public void Every_child_of_many_stops_and_its_parent_hears_of_it(string how)
    {
        var nursery = StartNursery();
        for (var generation = 1; generation <= 3; generation++)
        {
            nursery.Tell(Children);
            ExpectMsg("born", Patience);
            nursery.Tell(how);
            ExpectMsg("0 left", Patience);
            _counters.Stopped.ShouldBe(generation * Children);
            _counters.Started.ShouldBe(generation * Children);
        }
    }

    [Fact]
    public async Task Every_message_to_a_stopping_actor_is_handled_or_becomes_a_dead_letter()
    {
        const int perKid = 100;
        using var muted = EventFilter.DeadLetter<int>().Mute();
        var counters = _counters;
        Sys.EventStream.Subscribe(Sys.ActorOf(Props.Create(() => new LetterBox(counters))), typeof(DeadLetter));
        var nursery = StartNursery();
        nursery.Tell(200);
        await ExpectMsgAsync("born", Patience);
        var kids = await nursery.Ask<IActorRef[]>("children", Patience);
        kids.Length.ShouldBe(200);
        var sending = Task.WhenAll(kids.Chunk(50).Select(some => Task.Run(() =>
        {
            for (var i = 0; i < perKid; i++)
            {
                foreach (var kid in some)
                {
                    kid.Tell(i, ActorRefs.NoSender);
                }
            }
        })));
        nursery.Tell("stop");
        await sending;
        await ExpectMsgAsync("0 left", Patience);
        await AwaitConditionAsync(() => Task.FromResult(Volatile.Read(ref counters.Handled) + Volatile.Read(ref counters.Lost) == 200 * perKid), Patience);
    }

    [Fact]
    public async Task Many_restarts_leave_no_instance_behind()
    {
        var nursery = StartNursery();
        nursery.Tell(100);
        await ExpectMsgAsync("born", Patience);
        var kids = await nursery.Ask<IActorRef[]>("children", Patience);
        for (var i = 0; i < 100; i++)
        {
            foreach (var kid in kids)
            {
                kid.Tell(new Boom());
                kid.Tell(i);
            }
        }

        nursery.Tell("poison");
        await ExpectMsgAsync("0 left", Patience);
        _counters.Handled.ShouldBe(100 * 100);
        _counters.Started.ShouldBe((100 * 100) + 100);
        _counters.Stopped.ShouldBe(_counters.Started);
    }

    [Fact]
    public async Task Stopped_and_restarted_instances_are_left_to_the_collector()
    {
        var instances = new ConcurrentBag<WeakReference>();
        var references = Enumerable.Range(0, 500).Select(_ => Sys.ActorOf(Props.Create(() => new Weighty(instances)))).ToList();
        using var muted = EventFilter.Exception<Boom>().Mute();
        foreach (var actor in references)
        {
            actor.Tell(1);
            actor.Tell(new Boom());
            actor.Tell(2);
        }

        await Task.WhenAll(references.Select(actor => actor.GracefulStop(Patience)));
        instances.Count.ShouldBe(1_000);
        await AwaitAssertAsync(() =>
        {
            GC.Collect();
            instances.Count(instance => instance.IsAlive).ShouldBeLessThan(50);
        });
        references.Count.ShouldBe(500);
    }

    [Fact]
    public async Task Systems_come_and_go()
    {
        for (var i = 0; i < 30; i++)
        {
            var system = ActorSystem.Create($"short-lived-{i}");
            var counters = _counters;
            for (var j = 0; j < 20; j++)
            {
                system.ActorOf(Props.Create(() => new Kid(counters)));
            }

            await system.Terminate();
        }

        // An actor that was stopped before it started runs neither hook.
        _counters.Stopped.ShouldBe(_counters.Started);
    }
}
