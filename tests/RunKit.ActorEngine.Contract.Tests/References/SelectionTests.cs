using Akka.Actor;
using Akka.Event;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class SelectionTests : ContractTest
{
    private sealed class Named : ReceiveActor
    {
        public Named()
        {
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props, "kid")));
            Receive<(string Path, string Text)>(send => Context.ActorSelection(send.Path).Tell(send.Text, Sender));
            Receive<string>(text => Sender.Tell($"{text} at {Self.Path.Name}"));
        }
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private IActorRef Start(string name) => Sys.ActorOf(Props.Create(() => new Named()), name);

    private IActorRef Kid(IActorRef parent)
    {
        parent.Tell(Props.Create(() => new Named()));
        return ExpectMsg<IActorRef>();
    }

    [Fact]
    public void An_absolute_path_selects()
    {
        var kid = Kid(Start("parent"));
        Sys.ActorSelection("/user/parent/kid").Tell("hello", TestActor);
        ExpectMsg("hello at kid");
        LastSender.ShouldBe(kid);
    }

    [Fact]
    public void A_path_with_its_address_selects()
    {
        Kid(Start("parent"));
        Sys.ActorSelection($"akka://{Sys.Name}/user/parent/kid").Tell("hello", TestActor);
        ExpectMsg("hello at kid");
    }

    [Fact]
    public void A_path_object_selects()
    {
        var kid = Kid(Start("parent"));
        Sys.ActorSelection(kid.Path).Tell("hello", TestActor);
        ExpectMsg("hello at kid");
    }

    [Fact]
    public void An_actor_selects_relative_to_itself()
    {
        var parent = Start("parent");
        var kid = Kid(parent);
        Start("neighbour");
        parent.Tell(("kid", "down"));
        ExpectMsg("down at kid");
        kid.Tell(("..", "up"));
        ExpectMsg("up at parent");
        kid.Tell(("../../neighbour", "across"));
        ExpectMsg("across at neighbour");
    }

    [Fact]
    public void A_selection_without_a_sender_takes_the_ambient_one()
    {
        Start("parent");
        Sys.ActorSelection("/user/parent").Tell("hello");
        ExpectMsg("hello at parent");
    }

    [Fact]
    public void Messages_through_a_selection_keep_their_order()
    {
        var selection = Sys.ActorSelection(Start("parent").Path);
        for (var i = 0; i < 200; i++)
        {
            selection.Tell($"{i}", TestActor);
        }

        for (var i = 0; i < 200; i++)
        {
            ExpectMsg($"{i} at parent");
        }
    }

    [Fact]
    public void Identify_is_answered_by_whom_it_finds()
    {
        var actor = Start("parent");
        Sys.ActorSelection("/user/parent").Tell(new Identify("id"), TestActor);
        var identity = ExpectMsg<ActorIdentity>();
        identity.MessageId.ShouldBe("id");
        identity.Subject.ShouldBe(actor);
    }

    [Fact]
    public void Identify_is_answered_with_nobody_when_there_is_none()
    {
        Sys.ActorSelection("/user/nowhere").Tell(new Identify(7), TestActor);
        var identity = ExpectMsg<ActorIdentity>();
        identity.MessageId.ShouldBe(7);
        identity.Subject.ShouldBeNull();
    }

    [Fact]
    public void Other_messages_to_nobody_become_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/nowhere/at-all").Tell("hello", TestActor);
        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("hello");
        letter.Sender.ShouldBe(TestActor);
    }

    [Fact]
    public async Task A_selection_resolves_to_the_reference()
    {
        var actor = Start("parent");
        (await Sys.ActorSelection("/user/parent").ResolveOne(Patience)).ShouldBe(actor);
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_resolved() =>
        await Should.ThrowAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nowhere").ResolveOne(Patience));

    [Fact]
    public async Task A_stopped_actor_cannot_be_resolved()
    {
        var actor = await WatchAsync(Start("parent"));
        Sys.Stop(actor);
        await ExpectTerminatedAsync(actor);
        await Should.ThrowAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/parent").ResolveOne(Patience));
    }

    [Fact]
    public void A_selection_knows_where_it_begins_and_how_it_goes_on()
    {
        var selection = Sys.ActorSelection("/user/parent/kid");
        selection.PathString.ShouldBe("/user/parent/kid");
        selection.Anchor.Path.ToStringWithoutAddress().ShouldBe("/");
    }
}
