using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>Lost wake-ups, lost messages, reordered messages: what shows only when much happens at once.</summary>
public sealed class ThroughputStress : ContractTest
{
    private const int Senders = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private sealed record Numbered(int Sender, int Number);

    /// <summary>Checks that the numbers of every sender come without gap, fails on every so-manieth, and reports when it has seen all.</summary>
    private sealed class Checking : ReceiveActor
    {
        public Checking(IActorRef listener, int[] next, int perSender, int failEvery)
        {
            Receive<Numbered>(message =>
            {
                if (message.Number != next[message.Sender]++)
                {
                    listener.Tell($"{message} came where {next[message.Sender] - 1} was due");
                }

                if (next.All(number => number == perSender))
                {
                    listener.Tell("complete");
                }

                if (failEvery > 0 && message.Number % failEvery == failEvery - 1)
                {
                    throw new Boom();
                }
            });
        }
    }

    private sealed class CheckingSlowly : ReceiveActor
    {
        public CheckingSlowly(IActorRef listener, int[] next, int perSender)
        {
            ReceiveAsync<Numbered>(async message =>
            {
                if (message.Number != next[message.Sender]++)
                {
                    listener.Tell($"{message} came where {next[message.Sender] - 1} was due");
                }

                if (message.Number % 3 == 0)
                {
                    await Task.Yield();
                }

                if (next.All(number => number == perSender))
                {
                    listener.Tell("complete");
                }
            });
        }
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet(Props child, Directive directive)
        {
            var strategy = directive;
            Strategy = new OneForOneStrategy(_ => strategy, false);
            Context.ActorOf(child, "child");
            Receive<string>(_ => Sender.Tell(Context.Child("child")));
        }

        private SupervisorStrategy Strategy { get; }

        protected override SupervisorStrategy SupervisorStrategy() => Strategy;
    }

    private sealed class Mirror : ReceiveActor
    {
        public Mirror() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Bouncing : ReceiveActor
    {
        public Bouncing(IActorRef listener)
        {
            Receive<(IActorRef Partner, int Left)>(ball => Bounce(ball.Partner, ball.Left, listener));
            Receive<int>(left => Bounce(Sender, left, listener));
        }

        private static void Bounce(IActorRef partner, int left, IActorRef listener)
        {
            if (left == 0)
            {
                listener.Tell("game over");
            }
            else
            {
                partner.Tell(left - 1);
            }
        }
    }

    private static Task SendAsync(IActorRef target, int perSender) => Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
    {
        for (var i = 0; i < perSender; i++)
        {
            target.Tell(new Numbered(sender, i), ActorRefs.NoSender);
        }
    })));

    private async Task<IActorRef> SupervisedAsync(Props child, Directive directive)
    {
        var parent = Sys.ActorOf(Props.Create(() => new Quiet(child, directive)));
        return await parent.Ask<IActorRef>("child", Patience);
    }

    [Fact]
    public async Task No_message_of_four_racing_senders_is_lost_or_overtakes()
    {
        var listener = TestActor;
        var next = new int[Senders];
        var actor = Sys.ActorOf(Props.Create(() => new Checking(listener, next, 100_000, 0)));
        await SendAsync(actor, 100_000);
        await ExpectMsgAsync("complete", Patience);
    }

    [Theory]
    [InlineData(Directive.Restart)]
    [InlineData(Directive.Resume)]
    public async Task A_thousand_failures_lose_and_reorder_nothing(Directive directive)
    {
        var listener = TestActor;
        var next = new int[Senders];
        var actor = await SupervisedAsync(Props.Create(() => new Checking(listener, next, 25_000, 100)), directive);
        await SendAsync(actor, 25_000);
        await ExpectMsgAsync("complete", Patience);
    }

    [Fact]
    public async Task Awaiting_handlers_lose_and_reorder_nothing()
    {
        var listener = TestActor;
        var next = new int[Senders];
        var actor = Sys.ActorOf(Props.Create(() => new CheckingSlowly(listener, next, 25_000)));
        await SendAsync(actor, 25_000);
        await ExpectMsgAsync("complete", Patience);
    }

    [Fact]
    public async Task An_idle_actor_wakes_up_for_every_single_message()
    {
        var mirrors = Enumerable.Range(0, 8).Select(_ => Sys.ActorOf(Props.Create(() => new Mirror()))).ToList();
        await Task.WhenAll(mirrors.Select(mirror => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                (await mirror.Ask<int>(i, Patience)).ShouldBe(i);
            }
        })));
    }

    [Fact]
    public async Task Two_actors_can_play_ping_pong_for_long()
    {
        var listener = TestActor;
        const int pairs = 8;
        for (var i = 0; i < pairs; i++)
        {
            var first = Sys.ActorOf(Props.Create(() => new Bouncing(listener)));
            var second = Sys.ActorOf(Props.Create(() => new Bouncing(listener)));
            first.Tell((second, 50_000));
        }

        for (var i = 0; i < pairs; i++)
        {
            await ExpectMsgAsync("game over", Patience);
        }
    }
}
