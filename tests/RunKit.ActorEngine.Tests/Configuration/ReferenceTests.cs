using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace RunKit.ActorEngine.Tests.Configuration;

/// <summary>Which keys under <c>akka</c> the engine reads, and that it says so.</summary>
public class ReferenceTests
{
    private static readonly ConcurrentBag<string> Warnings = [];

    private sealed class Collecting : ReceiveActor
    {
        public Collecting()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<Warning>(warning => Warnings.Add($"{warning.LogSource} {warning.Message}"));
        }
    }

    [Fact]
    public void The_reference_of_the_product_documents_the_engines_defaults()
    {
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/artifacts/", StringComparison.Ordinal)];
        var documented = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(root, "hocon/reference.conf")));

        documented.GetConfig("akka")!.ToString().ShouldBe(ConfigurationFactory.Default().GetConfig("akka")!.ToString());
    }

    [Fact]
    public async Task Settings_that_mean_nothing_are_named_once_at_start()
    {
        var lines = await WarningsOf("unknown-keys", """
            akka.remote.dot-netty.tcp.port = 8081
            akka.actor { serializers.json = x, ask-timeout = 3s, "a b" = 1 }
            """);

        lines.ShouldHaveSingleItem().ShouldContain(
            "These settings mean nothing to this engine and are ignored: akka.remote.dot-netty.tcp.port, akka.actor.serializers.json, akka.actor.\"a b\".");
    }

    [Fact]
    public void A_cluster_is_refused_in_one_line()
    {
        var problem = Should.Throw<ConfigurationException>(() => ActorSystem.Create("clustered", "akka.actor.provider = cluster"));

        problem.Message.ShouldBe(
            "akka.actor.provider is 'cluster'; this engine runs in one process and has 'local' alone. Clusters and remoting need Akka.NET.");
    }

    [Fact]
    public async Task Settings_that_are_read_are_not_warned_of()
    {
        var lines = await WarningsOf("known-keys", """
            mine.own = 1
            akka.loglevel = DEBUG
            akka.actor.provider = local
            akka.test.timefactor = 2
            akka.coordinated-shutdown.phases.service-stop.recover = off
            akka.coordinated-shutdown.phases.mine { depends-on = [service-stop], timeout = 1s }
            """);

        lines.ShouldBeEmpty();
    }

    /// <summary>What a system of that name warns of from its start to its end.</summary>
    private static async Task<List<string>> WarningsOf(string name, string config)
    {
        Config logger = $"akka.loggers = [\"{typeof(Collecting).FullName}, {typeof(Collecting).Assembly.GetName().Name}\"]";
        await ActorSystem.Create(name, logger.WithFallback(config)).Terminate();
        return [.. Warnings.Where(line => line.StartsWith(name, StringComparison.Ordinal))];
    }
}
