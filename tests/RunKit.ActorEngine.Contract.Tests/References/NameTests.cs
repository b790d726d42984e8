using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class NameTests : ContractTest
{
    private sealed class SlowToStop(ManualResetEventSlim gate) : ReceiveActor
    {
        protected override void PostStop() => gate.Wait(TimeSpan.FromSeconds(30));
    }

    /// <summary>Spawns "kid" when told to, says what came of it, and spawns it again when the old one has terminated.</summary>
    private sealed class Parent : ReceiveActor
    {
        public Parent(ManualResetEventSlim gate)
        {
            Receive<string>(text => text == "spawn", _ => Sender.Tell(TrySpawn(gate)));
            Receive<string>(text => text == "stop", _ =>
            {
                var kid = Context.Watch(Context.Child("kid"));
                Context.Stop(kid);
                Become(() => Replacing(Sender, gate));
            });
        }

        private void Replacing(IActorRef asker, ManualResetEventSlim gate)
        {
            Receive<Terminated>(_ => asker.Tell($"terminated, {TrySpawn(gate)}"));
            Receive<string>(_ => Sender.Tell(TrySpawn(gate)));
        }

        private static string TrySpawn(ManualResetEventSlim gate)
        {
            try
            {
                Context.ActorOf(Props.Create(() => new SlowToStop(gate)), "kid");
                return "spawned";
            }
            catch (InvalidActorNameException)
            {
                return "taken";
            }
        }
    }

    private readonly ManualResetEventSlim _gate = new();

    protected override void AfterAll()
    {
        _gate.Set();
        base.AfterAll();
        _gate.Dispose();
    }

    private Props Silent() => Recorded.Props(CreateTestProbe().Ref);

    [Theory]
    [InlineData("")]
    [InlineData("$dollar")]
    [InlineData("two words")]
    [InlineData("a/b")]
    [InlineData("größe")]
    [InlineData("50%")]
    [InlineData("a%zz")]
    [InlineData("a?b")]
    [InlineData("a#1")]
    public void An_invalid_name_is_refused_at_the_caller(string name) =>
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Silent(), name));

    [Theory]
    [InlineData("plain")]
    [InlineData("UPPER-lower_09")]
    [InlineData("a.*$+:@&=,!~';()")]
    [InlineData("with%20space")]
    [InlineData("-")]
    public void Letters_digits_some_punctuation_and_percent_codes_make_a_name(string name)
    {
        var actor = Sys.ActorOf(Silent(), name);
        actor.Path.Name.ShouldBe(name);
        actor.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void A_name_is_given_once()
    {
        Sys.ActorOf(Silent(), "twin");
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Silent(), "twin"));
    }

    [Fact]
    public void Two_parents_may_give_the_same_name()
    {
        var first = Sys.ActorOf(Silent(), "first");
        var second = Sys.ActorOf(Silent(), "second");
        first.Tell(new Recorded.Spawn("kid"));
        second.Tell(new Recorded.Spawn("kid"));
        var kids = new[] { ExpectMsg<IActorRef>(), ExpectMsg<IActorRef>() };
        kids.Select(kid => kid.Path.ToStringWithoutAddress()).ShouldBe(["/user/first/kid", "/user/second/kid"], ignoreOrder: true);
    }

    [Fact]
    public void A_name_stays_taken_while_its_actor_stops_and_is_free_when_the_parent_handles_Terminated()
    {
        var gate = _gate;
        var parent = Sys.ActorOf(Props.Create(() => new Parent(gate)));
        parent.Tell("spawn");
        ExpectMsg("spawned");
        parent.Tell("stop");
        parent.Tell("spawn");
        ExpectMsg("taken");
        _gate.Set();
        ExpectMsg("terminated, spawned");
    }

    [Fact]
    public void An_invalid_child_name_fails_the_parent_and_nothing_is_spawned()
    {
        var life = CreateTestProbe();
        var parent = Sys.ActorOf(Recorded.Props(life.Ref));
        EventFilter.Exception<InvalidActorNameException>().ExpectOne(() => parent.Tell(new Recorded.Spawn("no good")));
        life.FishForMessage<string>(text => text.StartsWith("post-restart:"));
    }
}
