namespace RunKit.Actors.Servers;

/// <summary>
/// One kill and those who wait for how it ends. It is made with its actor's Props, so that it outlives a restart of that actor and of the
/// server's.
/// </summary>
/// <param name="target">The process that is to die.</param>
/// <param name="generation">Its generation, where that is known.</param>
internal sealed class KillOrder(ProcessIdentity target, ServerGeneration? generation)
{
    public ProcessIdentity Target { get; } = target;

    public ServerGeneration? Generation { get; } = generation;

    public List<IActorRef> Callers { get; } = [];

    /// <summary>The order has been given, once: another could meet the next generation on the same path.</summary>
    public bool Given { get; set; }
}
