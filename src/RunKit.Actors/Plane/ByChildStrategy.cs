namespace RunKit.Actors.Plane;

/// <summary>Decides what becomes of a child that failed by which child it is.</summary>
internal sealed class ByChildStrategy(Func<IActorRef, Directive> decide) : OneForOneStrategy(_ => Directive.Restart)
{
    protected override Directive Handle(IActorRef child, Exception exception) => decide(child);
}
