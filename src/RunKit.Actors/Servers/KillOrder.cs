namespace RunKit.Actors.Servers;

/// <summary>
/// One kill and those who wait for how it ends. It is made with its actor's Props, so that it outlives a restart of that actor and of the
/// server's.
/// </summary>
/// <param name="target">The process that is to die.</param>
/// <param name="generation">Its generation, where that is known.</param>
/// <param name="force">By SIGKILL, without a word to the server.</param>
internal sealed class KillOrder(ProcessIdentity target, ServerGeneration? generation, bool force)
{
    public ProcessIdentity Target { get; } = target;

    public ServerGeneration? Generation { get; } = generation;

    public bool Force { get; } = force;

    public List<IActorRef> Callers { get; } = [];

    /// <summary>The order has been given, once.</summary>
    public bool Given { get; set; }
}
