using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Ready-made configurations of tests.</summary>
public static class TestConfigs
{
    /// <summary>Virtual time: the system's scheduler is a <see cref="TestScheduler"/>.</summary>
    public static Config TestSchedulerConfig { get; } = ConfigurationFactory.ParseString(
        """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """);
}
