namespace RunKit.Actors.Servers;

/// <summary>Who wants to hear, once, that a server was listed. Used by that server's actor alone.</summary>
internal sealed class ListingWatchers
{
    // One that has stopped meanwhile is told in vain, once.
    private readonly HashSet<IActorRef> _watchers = [];

    public void Add(IActorRef watcher) => _watchers.Add(watcher);

    public void Tell(ServerProtocol.Listed listed)
    {
        foreach (var watcher in _watchers)
        {
            watcher.Tell(listed);
        }

        _watchers.Clear();
    }
}
