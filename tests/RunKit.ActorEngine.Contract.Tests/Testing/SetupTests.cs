using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit.Abstractions;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class DefaultSetupTests : TestKit
{
    [Fact]
    public void A_test_gets_a_system_of_its_own_that_is_up()
    {
        Sys.WhenTerminated.IsCompleted.ShouldBeFalse();
        TestActor.Path.ToStringWithoutAddress().ShouldStartWith("/system/");
        Sys.ActorOf(Recorded.Props(TestActor));
        ExpectMsg("ctor");
    }

    [Fact]
    public void A_test_may_share_a_system()
    {
        using var other = new Sharing(Sys);
        other.Sys.ShouldBeSameAs(Sys);
        other.TestActor.ShouldNotBe(TestActor);
        other.TestActor.Tell("for the other", ActorRefs.NoSender);
        other.ExpectMsg("for the other");
    }

    private sealed class Sharing(ActorSystem system) : TestKit(system)
    {
        protected override void AfterAll()
        {
        }
    }
}

public sealed class ConfiguredSetupTests() : TestKit(ConfigurationFactory.ParseString("own.key = value"), "named")
{
    [Fact]
    public void A_configuration_and_a_name_can_be_given()
    {
        Sys.Name.ShouldBe("named");
        Sys.Settings.Config.GetString("own.key").ShouldBe("value");
        Sys.Settings.Config.HasPath("akka.test.single-expect-default").ShouldBeTrue();
    }
}

public sealed class CodedSetupTests() : TestKit(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig("own.key = value")))
{
    [Fact]
    public void A_system_can_be_set_up_in_code()
    {
        Sys.Settings.Config.GetString("own.key").ShouldBe("value");
        EventFilter.Info("filters work").ExpectOne(() => Sys.Log.Info("filters work"));
    }
}

public sealed class OutputTests
{
    private sealed class Recording : ITestOutputHelper
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void WriteLine(string message) => Lines.Enqueue(message);

        public void WriteLine(string format, params object[] args) => Lines.Enqueue(string.Format(format, args));
    }

    [Fact]
    public void What_is_logged_goes_to_the_output_of_the_test()
    {
        var output = new Recording();
        using var kit = new TestKit("akka.loglevel = INFO", output);
        kit.AwaitAssert(() =>
        {
            kit.Sys.Log.Info("for the output");
            output.Lines.ShouldContain(line => line.Contains("for the output"));
        });
    }
}
