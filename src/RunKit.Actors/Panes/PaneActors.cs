using System.Globalization;

namespace RunKit.Actors.Panes;

/// <summary>
/// The actors of one server's panes: made for the first request, stopped when nothing is under way. A request is never lost between the two:
/// an actor goes only when it has had all that was forwarded to it. Used by that server's actor alone.
/// </summary>
internal sealed class PaneActors(ServerName server, PlanePorts ports, string node)
{
    private readonly Dictionary<PaneId, (IActorRef Actor, int Forwarded)> _panes = [];
    private int _made;

    public void Forward(IPaneRequest request, IActorContext context)
    {
        var pane = request.Pane.Pane;
        var (actor, forwarded) = _panes.TryGetValue(pane, out var known) ? known : (Make(pane, context), 0);
        _panes[pane] = (actor, forwarded + 1);
        actor.Forward(request);
    }

    public void OnIdle(PaneProtocol.Idle idle, IActorContext context)
    {
        if (_panes.TryGetValue(idle.Pane, out var known) && known.Actor.Equals(context.Sender) && known.Forwarded == idle.Requests)
        {
            _panes.Remove(idle.Pane);
            context.Stop(known.Actor);
        }
    }

    /// <summary>Whether that actor is one of these.</summary>
    public bool Holds(IActorRef actor) => _panes.Values.Any(pane => pane.Actor.Equals(actor));

    /// <summary>Stops them all: each answers its callers.</summary>
    public void Stop(IActorContext context)
    {
        foreach (var (actor, _) in _panes.Values)
        {
            context.Stop(actor);
        }

        _panes.Clear();
    }

    public void OnTerminated(IActorRef actor)
    {
        foreach (var pane in _panes.Where(pane => pane.Value.Actor.Equals(actor)).Select(pane => pane.Key).ToArray())
        {
            _panes.Remove(pane);
        }
    }

    // One that has just been stopped keeps its name until it has ended.
    private IActorRef Make(PaneId pane, IActorContext context)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pane-{pane.Number}");
        name = context.Child(name).IsNobody() ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{++_made}");
        return context.Watch(context.ActorOf(PaneActor.Props(node, server, pane, context.Self, ports), name));
    }
}
