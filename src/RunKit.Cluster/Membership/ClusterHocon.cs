using System.Globalization;
using Akka.Configuration;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Membership;

/// <summary>The settings of the cluster's actor system. They are no user's affair: what they say was measured, or is a promise.</summary>
internal static class ClusterHocon
{
    // The actors that a cluster itself, and this node, are spoken to by.
    private const string Base =
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          log-serializer-override-on-start = off
          actor {
            provider = cluster
            serializers {
              json = "RunKit.Cluster.Links.RefusedJson, RunKit.Cluster"
              bytes = "RunKit.Cluster.Links.RefusedBytes, RunKit.Cluster"
              proto = "RunKit.Cluster.Links.RefusedProtobuf, RunKit.Cluster"
              daemon-create = "RunKit.Cluster.Links.RefusedDeployment, RunKit.Cluster"
              akka-misc = "RunKit.Cluster.Links.RefusedMiscellany, RunKit.Cluster"
              primitive = "RunKit.Cluster.Links.RefusedPrimitives, RunKit.Cluster"
              akka-system-msg = "RunKit.Cluster.Links.RefusedSystemMessages, RunKit.Cluster"
              reliable-delivery = "RunKit.Cluster.Links.RefusedDelivery, RunKit.Cluster"
              runkit = "RunKit.Cluster.Links.WireSerializer, RunKit.Cluster"
            }
            serialization-bindings {
              "RunKit.Cluster.Links.IWireRecord, RunKit.Cluster" = runkit
            }
          }
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          remote {
            untrusted-mode = on
            trusted-selection-paths = ["/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver", "/user/link"]
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 2 s
            dot-netty.tcp {
              enable-ssl = true
              maximum-frame-size = 128000b
            }
          }
          cluster {
            roles = ["runkit-node"]
            seed-nodes = []
            seed-node-timeout = 1 s
            retry-unsuccessful-join-after = 1 s
            downing-provider-class = "Akka.Cluster.NoDowning, Akka.Cluster"
            log-info = off
            failure-detector {
              heartbeat-interval = 1 s
              acceptable-heartbeat-pause = 4 s
            }
          }
        }
        """;

    public static Config For(ClusterFacts facts, string under)
    {
        var (host, port) = ListenAddress.Parse(facts.Listen)!.Value;
        var loggers = $"akka.loggers = [\"{typeof(ClusterLog).FullName}, {typeof(ClusterLog).Assembly.GetName().Name}\"]";
        var address = string.Create(CultureInfo.InvariantCulture, $"akka.remote.dot-netty.tcp {{\n hostname = \"{host}\"\n port = {port}\n }}");
        return ConfigurationFactory.ParseString(address)
            .WithFallback(ConfigurationFactory.ParseString(loggers))
            .WithFallback(ConfigurationFactory.ParseString(Base))
            .WithFallback(ConfigurationFactory.ParseString(under));
    }
}
