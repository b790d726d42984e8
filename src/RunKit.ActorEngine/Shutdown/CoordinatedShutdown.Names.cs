namespace Akka.Actor;

public sealed partial class CoordinatedShutdown
{
    /// <summary>First phase: before anything is refused.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop accepting new requests.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests in progress.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Stop services.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>Before a cluster would be left.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Shard regions would hand over.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>A cluster would be left.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Cluster singletons would hand over.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>The exiting would be complete.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>The cluster extension would stop.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>Before the actors stop.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>Last phase: all actors stop.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    /// <summary>Why a shutdown runs.</summary>
    public class Reason
    {
        /// <summary>For reasons of one's own.</summary>
        protected Reason()
        {
        }

        /// <inheritdoc/>
        public override string ToString() => GetType().Name;
    }

    /// <summary>Nobody said.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary><see cref="ActorSystem.Terminate"/> was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    /// <summary>The process exits.</summary>
    public class ClrExitReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }
}
