namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private ChildMap? _children;

    /// <summary>A guardian's children are made from any thread, so its map exists from the beginning.</summary>
    internal void PrepareForForeignThreads() => _children = new ChildMap();

    public IActorRef ActorOf(Props props, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"'{name}' is no actor name: use ASCII letters, digits and -_.*$+:@&=,!~';() or %hh, at least one of them, and not $ at the front.");
        }

        return MakeChild(props, name);
    }

    internal LocalActorRef MakeChild(Props props, string? name)
    {
        if (_phase >= Phase.Terminating)
            throw CannotMakeChild(name);

        var children = _children ??= new ChildMap();
        LocalActorRef child;
        lock (children)
        {
            if (children.Closed)
                throw CannotMakeChild(name);

            name ??= children.NextName();
            child = new LocalActorRef(SystemImpl, SelfRef, new ChildActorPath(SelfRef.Path, name, ActorUid.Next()), props);
            if (!children.TryAdd(name, child))
                throw new InvalidActorNameException($"The name '{name}' is taken under {SelfRef.Path}: it is free again once that child has terminated.");
        }

        child.SendSystem(new Create());
        return child;
    }

    private InvalidOperationException CannotMakeChild(string? name) =>
        new($"{SelfRef} makes no child '{name}': it is terminating or has terminated.");

    public IActorRef Child(string name) => FindChild(name) ?? (IActorRef)ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => ListChildren();

    internal ActorRefBase? FindChild(string name) => _children?.Find(name);

    internal LocalActorRef[] ListChildren() => _children?.ToArray() ?? [];

    public void Stop(IActorRef child)
    {
        if (child is not ActorRefBase actor)
            throw new ArgumentException($"{child} is no ref of this engine.", nameof(child));

        if (actor is LocalActorRef local && local.ParentRef == SelfRef)
            _children?.MarkStopping(local);
        actor.SendSystem(new Terminate());
    }
}

internal static class ActorUid
{
    private static long last = Random.Shared.Next();

    public static long Next() => Interlocked.Increment(ref last);
}
