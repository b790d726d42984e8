using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The test kit for xunit 2: derive test classes from it. Every test has its own system, which ends with the test.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    /// <summary>Tests in a given system, or in a new one with the default configuration.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system) => LogTo(output);

    /// <summary>Tests in a new system set up in code.</summary>
    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(config, actorSystemName) => LogTo(output);

    /// <summary>Tests in a new system with this configuration.</summary>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(config, actorSystemName) => LogTo(output);

    /// <summary>Tests in a new system with this HOCON.</summary>
    public TestKit(string config, ITestOutputHelper? output = null)
        : base(ConfigurationFactory.ParseString(config)) => LogTo(output);

    /// <summary>Called once after the test; ends the system.</summary>
    protected virtual void AfterAll() => Shutdown();

    /// <summary>Ends the test and its system.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            ImplicitSender.Leave();
            GC.SuppressFinalize(this);
        }
    }

    private void LogTo(ITestOutputHelper? output)
    {
        if (output is not null)
        {
            var logger = ((ExtendedActorSystem)Sys).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
            logger.Tell(new InitializeLogger(Sys.EventStream), ActorRefs.NoSender);
        }
    }
}
