namespace RunKit.Actors.Servers;

/// <summary>
/// The kills under way of one server: a child for each generation, so that the next can be killed while an earlier one is still being seen to
/// its end. Used by that server's actor alone.
/// </summary>
internal sealed class KillActors(ServerName server, PlanePorts ports, PlaneSettings settings)
{
    /// <summary>Begins the kill of that process, or joins the one that is under way; its end is told to the sender of the current message.</summary>
    /// <param name="generation">That of the process, where it is known.</param>
    public void Begin(ProcessIdentity target, ServerGeneration? generation, bool force, IActorContext context)
    {
        var name = $"{(force ? "force" : "kill")}-{target.Pid}-{target.StartTicks}";
        var known = context.Child(name);
        if (!known.IsNobody())
        {
            known.Tell(new KillActor.Join(context.Sender));
            return;
        }

        // The first caller is in the order from the beginning, so that an actor that is stopped right away answers it.
        var order = new KillOrder(target, generation, force);
        order.Callers.Add(context.Sender);
        context.ActorOf(KillActor.Props(order, server, ports, settings), name);
    }
}
