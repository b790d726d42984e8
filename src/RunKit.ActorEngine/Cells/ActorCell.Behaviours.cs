namespace Akka.Actor;

internal sealed partial class ActorCell
{
    // What lies on top of the actor's own Receive; null as long as nothing does.
    private List<Receive>? _behaviours;

    public void Become(Receive receive)
    {
        _behaviours ??= new List<Receive>(1);
        if (_behaviours.Count == 0)
            _behaviours.Add(receive);
        else
            _behaviours[^1] = receive;
    }

    public void BecomeStacked(Receive receive) => (_behaviours ??= new List<Receive>(1)).Add(receive);

    public void UnbecomeStacked()
    {
        if (_behaviours is { Count: > 0 })
            _behaviours.RemoveAt(_behaviours.Count - 1);
    }
}
