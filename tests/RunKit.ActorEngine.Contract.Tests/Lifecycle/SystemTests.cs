using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>The system itself: its setups, extensions, guardians and reasons to end.</summary>
public sealed class SystemTests : ContractTest
{
    private sealed class Counter : IExtension
    {
        public int Systems { get; set; }
    }

    private sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new() { Systems = 1 };
    }

    [Fact]
    public async Task A_system_can_be_set_up_in_code()
    {
        var system = ActorSystem.Create("set-up", BootstrapSetup.Create().WithConfig("contract.key = 5"));
        system.Settings.Config.GetInt("contract.key").ShouldBe(5);
        await system.Terminate();
    }

    [Fact]
    public void An_extension_is_made_once_and_found_by_its_type()
    {
        Sys.WithExtension<Counter, CounterId>().Systems.ShouldBe(1);
        Sys.WithExtension<Counter>().ShouldBeSameAs(Sys.WithExtension<Counter, CounterId>());
    }

    [Fact]
    public void System_actors_live_beside_those_of_users() =>
        ((ExtendedActorSystem)Sys).SystemActorOf(Recorded.Props(CreateTestProbe().Ref), "mine").Path.ToStringWithoutAddress().ShouldBe("/system/mine");

    [Fact]
    public void The_default_decider_restarts_what_can_be_restarted()
    {
        SupervisorStrategy.DefaultDecider.Decide(new InvalidOperationException()).ShouldBe(Directive.Restart);
        SupervisorStrategy.DefaultStrategy.ShouldBeOfType<OneForOneStrategy>();
    }

    [Fact]
    public void Props_can_carry_a_strategy_for_a_type_without_arguments() =>
        Props.Create<Idle>(SupervisorStrategy.StoppingStrategy).Type.ShouldBe(typeof(Idle));

    [Fact]
    public void A_status_carries_what_it_is_made_from()
    {
        var cause = new InvalidOperationException("on purpose");
        new Status.Success("done").Status.ShouldBe("done");
        var failure = new Status.Failure(cause, "state");
        failure.Cause.ShouldBe(cause);
        failure.State.ShouldBe("state");
    }

    [Fact]
    public void The_phases_add_up() =>
        CoordinatedShutdown.Get(Sys).TotalTimeout.ShouldBeGreaterThan(CoordinatedShutdown.Get(Sys).Timeout(CoordinatedShutdown.PhaseServiceStop));

    [Fact]
    public async Task A_system_that_terminates_says_so_as_the_reason()
    {
        await Sys.Terminate();
        CoordinatedShutdown.Get(Sys).ShutdownReason.ShouldBe(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
    }

    public static TheoryData<CoordinatedShutdown.Reason> Reasons =>
        [CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.ClrExitReason.Instance];

    [Theory]
    [MemberData(nameof(Reasons), DisableDiscoveryEnumeration = true)]
    public async Task A_shutdown_keeps_the_reason_that_it_is_given(CoordinatedShutdown.Reason reason)
    {
        await CoordinatedShutdown.Get(Sys).Run(reason);
        CoordinatedShutdown.Get(Sys).ShutdownReason.ShouldBe(reason);
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
