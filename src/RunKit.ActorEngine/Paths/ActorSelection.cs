namespace Akka.Actor;

/// <summary>Actors named by path. Every message looks the path up anew.</summary>
public class ActorSelection : ICanTell
{
    private readonly ActorSystemImpl _system;
    private readonly ActorRefBase _anchor;
    private readonly string[] _elements;

    private ActorSelection(ActorSystemImpl system, ActorRefBase anchor, string[] elements)
    {
        _system = system;
        _anchor = anchor;
        _elements = elements;
    }

    /// <summary>Where the path starts.</summary>
    public IActorRef Anchor => _anchor;

    /// <summary>The path from the anchor, such as <c>/user/a</c>.</summary>
    public string PathString => "/" + string.Join('/', _elements);

    internal ActorSystemImpl System => _system;

    /// <summary>Sends to whom the path leads now; otherwise the message is a dead letter.</summary>
    public void Tell(object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var from = sender ?? ActorCell.Current?.SelfRef;
        (Resolve() ?? new EmptyActorRef(_system, TargetPath())).Tell(message, from);
    }

    /// <summary>The actor the path leads to; <see cref="ActorNotFoundException"/> when there is none or it does not answer in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>As above, and cancellable.</summary>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(this), timeout, ct).ConfigureAwait(false);
            if (identity.Subject is { } subject)
                return subject;
        }
        catch (AskTimeoutException)
        {
            throw new ActorNotFoundException($"No actor answered at {TargetPath()} within {timeout}.");
        }

        throw new ActorNotFoundException($"There is no actor at {TargetPath()}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"ActorSelection[Anchor({_anchor.Path}), Path({PathString})]";

    internal static ActorSelection From(ActorSystemImpl system, ActorRefBase anchor, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ActorPath.TryParse(path, out var absolute))
        {
            ActorRefBase root = absolute.Address.Equals(system.Root.Path.Address)
                ? system.Root
                : new EmptyActorRef(system, new RootActorPath(absolute.Address));
            return new ActorSelection(system, root, [.. absolute.Elements]);
        }

        var elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static e => e != ".").ToArray();
        return new ActorSelection(system, path[0] == '/' ? system.Root : anchor, elements);
    }

    private ActorRefBase? Resolve()
    {
        ActorRefBase? at = _anchor;
        foreach (var element in _elements)
        {
            if (element == "..")
                at = at.ParentRef is LocalActorRef parent ? parent : at;
            else if (at == _system.Root && element == "deadLetters")
                at = (ActorRefBase)_system.DeadLetters;
            else
                at = at.FindChild(element);
            if (at is null)
                return null;
        }

        return at is EmptyActorRef ? null : at;
    }

    private ActorPath TargetPath()
    {
        var path = _anchor.Path;
        foreach (var element in _elements)
        {
            path = element == ".." ? path.Parent ?? path : path / element;
        }

        return path;
    }
}
