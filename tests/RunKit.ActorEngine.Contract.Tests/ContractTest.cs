using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace RunKit.ActorEngine.Contract.Tests;

/// <summary>A test with a system of its own. Whatever it waits for is waited for long enough for a busy machine.</summary>
public abstract class ContractTest : TestKit
{
    private const string Patience = """

        akka.test.single-expect-default = 20s
        akka.test.filter-leeway = 20s
        """;

    protected ContractTest(string config = "")
        : base(config + Patience)
    {
    }

    protected ContractTest(Config config, string? actorSystemName = null)
        : base(config.WithFallback(ConfigurationFactory.ParseString(Patience)), actorSystemName)
    {
    }
}
