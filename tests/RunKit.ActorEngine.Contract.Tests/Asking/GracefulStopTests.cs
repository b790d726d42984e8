using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class GracefulStopTests : ContractTest
{
    private sealed class Stubborn : ReceiveActor
    {
        public Stubborn()
        {
            Receive<string>(text => text == "please", _ => Context.Stop(Self));
            ReceiveAny(_ => { });
        }
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private readonly IActorRef _actor;

    public GracefulStopTests() => _actor = Sys.ActorOf(Props.Create(() => new Stubborn()));

    [Fact]
    public async Task A_graceful_stop_waits_until_the_actor_has_terminated()
    {
        await WatchAsync(_actor);
        (await _actor.GracefulStop(Patience)).ShouldBeTrue();
        await ExpectTerminatedAsync(_actor);
    }

    [Fact]
    public async Task The_actor_may_be_asked_with_a_message_of_its_own() => (await _actor.GracefulStop(Patience, "please")).ShouldBeTrue();

    [Fact]
    public async Task An_actor_that_does_not_stop_in_time_makes_it_false() => (await _actor.GracefulStop(Short, "no")).ShouldBeFalse();

    [Fact]
    public async Task An_actor_that_has_stopped_already_makes_it_true()
    {
        (await _actor.GracefulStop(Patience)).ShouldBeTrue();
        (await _actor.GracefulStop(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_termination_can_be_awaited()
    {
        var terminated = _actor.WatchAsync();
        terminated.IsCompleted.ShouldBeFalse();
        Sys.Stop(_actor);
        (await terminated.WaitAsync(Patience)).ShouldBeTrue();
        (await _actor.WatchAsync().WaitAsync(Patience)).ShouldBeTrue();
    }
}
