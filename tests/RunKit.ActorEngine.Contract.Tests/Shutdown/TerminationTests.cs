using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class TerminationTests : ContractTest
{
    private sealed class SlowToStop(ManualResetEventSlim gate, List<string> journal) : ReceiveActor
    {
        protected override void PostStop()
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            journal.Add("post-stop");
        }
    }

    [Fact]
    public async Task Termination_waits_until_every_actor_has_stopped()
    {
        using var gate = new ManualResetEventSlim();
        var journal = new List<string>();
        var actor = Sys.ActorOf(Props.Create(() => new SlowToStop(gate, journal)));
        (await actor.Ask<ActorIdentity>(new Identify(1))).Subject.ShouldBe(actor);
        Sys.WhenTerminated.IsCompleted.ShouldBeFalse();
        var terminated = Sys.Terminate();
        terminated.IsCompleted.ShouldBeFalse();
        gate.Set();
        await terminated;
        journal.ShouldBe(["post-stop"]);
        Sys.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Terminating_twice_is_terminating_once()
    {
        await Task.WhenAll(Sys.Terminate(), Sys.Terminate());
        await Sys.Terminate();
    }

    [Fact]
    public async Task Code_can_be_registered_for_the_end()
    {
        var journal = new List<string>();
        Sys.RegisterOnTermination(() => journal.Add("terminated"));
        journal.ShouldBeEmpty();
        await Sys.Terminate();
        await AwaitAssertAsync(() => journal.ShouldBe(["terminated"]));
    }

    [Fact]
    public async Task Two_systems_of_one_name_live_side_by_side()
    {
        var other = ActorSystem.Create(Sys.Name);
        other.ActorOf(Recorded.Props(TestActor), "same");
        Sys.ActorOf(Recorded.Props(TestActor), "same");
        await other.Terminate();
        Sys.WhenTerminated.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_system_knows_its_name_and_its_settings()
    {
        var system = ActorSystem.Create("configured", """own { key = "value" }""");
        system.Name.ShouldBe("configured");
        system.Settings.Config.GetString("own.key").ShouldBe("value");
        system.Settings.Config.HasPath("akka.loglevel").ShouldBeTrue();
        await system.Terminate();
    }
}
