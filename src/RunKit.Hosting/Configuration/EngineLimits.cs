using Akka.Actor;
using Akka.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>What is asked of the actor engine that the one in use does not have.</summary>
internal static class EngineLimits
{
    private const string ProviderKey = "akka.actor.provider";

    /// <summary>Whether the embedded engine runs the actors, rather than Akka.NET.</summary>
    public static bool IsEmbedded { get; } = typeof(ActorSystem).Assembly.GetName().Name == "RunKit.ActorEngine";

    /// <exception cref="RunKitConfigurationException">A cluster, or remoting, is asked of the embedded engine.</exception>
    public static void Check(Config said)
    {
        if (IsEmbedded && said.GetString(ProviderKey, "local") is not "local" and var provider)
        {
            throw new RunKitConfigurationException(
                $"{ProviderKey} is '{provider}'; allowed: local, because the embedded engine runs in one process (a cluster needs Akka.NET)");
        }
    }
}
