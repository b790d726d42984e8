using Akka.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>What may be said of the actor system that RunKit starts itself. Most of Akka's settings are Akka's own affair.</summary>
internal static class AkkaSettings
{
    /// <exception cref="RunKitConfigurationException">A setting asks for what this system cannot be, or would end its start with a trace.</exception>
    public static void Check(Config said)
    {
        var read = new ConfigReader(said.WithFallback(ConfigurationFactory.ParseString("akka { actor.provider = local\n loglevel = INFO\n stdout-loglevel = WARNING }")));
        read.Require("akka.actor.provider", read.Text("akka.actor.provider") is "local", "local, because RunKit runs its actors in one process");
        CheckLevel(read, "akka.loglevel");
        CheckLevel(read, "akka.stdout-loglevel");
    }

    private static void CheckLevel(ConfigReader read, string key) =>
        read.Require(key, read.Text(key).ToUpperInvariant() is "OFF" or "ERROR" or "WARNING" or "INFO" or "DEBUG", "OFF, ERROR, WARNING, INFO or DEBUG");
}
