using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>What the context offers beside the actor's own members: the same things, for code that is handed the context.</summary>
public sealed class ContextTests : ContractTest
{
    private sealed class Delegating : UntypedActor
    {
        protected override void OnReceive(object message) => ((Action<IActorContext>)message)(Context);
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Delegating()), "delegating");

    private static void Run(IActorRef actor, Action<IActorContext> act) => actor.Tell(act);

    [Fact]
    public void The_context_knows_the_sender() =>
        Should.NotThrow(() =>
        {
            Run(Start(), context => context.Sender.Tell("to the sender"));
            ExpectMsg("to the sender");
        });

    [Fact]
    public void The_context_stacks_behaviours()
    {
        var actor = Start();
        Run(actor, context => context.BecomeStacked(message =>
        {
            context.Sender.Tell($"above: {message}");
            context.UnbecomeStacked();
            return true;
        }));
        actor.Tell("first");
        ExpectMsg("above: first");
        Run(actor, context => context.Sender.Tell("below"));
        ExpectMsg("below");
    }

    [Fact]
    public void The_context_sets_the_receive_timeout()
    {
        var actor = Start();
        var self = TestActor;
        Run(actor, context =>
        {
            context.SetReceiveTimeout(TimeSpan.FromMilliseconds(20));
            context.BecomeStacked(message =>
            {
                self.Tell(message);
                context.SetReceiveTimeout(null);
                return true;
            });
        });
        ExpectMsg<ReceiveTimeout>().ShouldBe(ReceiveTimeout.Instance);
    }

    [Fact]
    public void A_path_selects_what_stands_there()
    {
        var actor = Start();
        Run(actor, context => context.Sender.Tell(context.ActorSelection(context.Self.Path)));
        ExpectMsg<ActorSelection>().Tell(new Identify("here"), TestActor);
        ExpectMsg<ActorIdentity>().Subject.ShouldBe(actor);
    }

    [Fact]
    public async Task A_selection_stops_looking_when_it_is_told_to()
    {
        using var cancelled = new CancellationTokenSource();
        (await Sys.ActorSelection(Start().Path).ResolveOne(TimeSpan.FromSeconds(20), cancelled.Token)).Path.Name.ShouldBe("delegating");
        await cancelled.CancelAsync();
        await Should.ThrowAsync<Exception>(() => Sys.ActorSelection("/user/nobody-is-here").ResolveOne(TimeSpan.FromSeconds(20), cancelled.Token));
    }
}
