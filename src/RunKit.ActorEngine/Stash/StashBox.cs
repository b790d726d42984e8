namespace Akka.Actor;

internal sealed class StashBox(ActorCell cell) : IStash
{
    private Queue<Envelope> _aside = new();

    public int Count => _aside.Count;

    public bool IsEmpty => _aside.Count == 0;

    public bool NonEmpty => _aside.Count > 0;

    public bool IsFull => false;

    public int Capacity => -1;

    /// <summary>Whether the message being handled is in here already.</summary>
    internal bool CurrentIsStashed { get; set; }

    public void Stash()
    {
        var message = cell.CurrentMessage ?? throw new IllegalActorStateException("There is no message to stash: none is being handled.");
        if (CurrentIsStashed)
            throw new IllegalActorStateException($"The message {message} is stashed already; a message can be stashed once.");

        CurrentIsStashed = true;
        _aside.Enqueue(new Envelope(message, cell.CurrentSender));
    }

    public void Unstash()
    {
        if (_aside.TryDequeue(out var envelope))
            cell.Prepend(envelope);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        foreach (var envelope in ClearStash().Where(predicate).Reverse())
        {
            cell.Prepend(envelope);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _aside;
        _aside = new Queue<Envelope>();
        return all;
    }
}
