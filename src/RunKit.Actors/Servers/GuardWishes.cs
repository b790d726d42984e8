namespace RunKit.Actors.Servers;

/// <summary>
/// Whether its users want a server released or guarded, and which callers wait for that: kept while there is no connection to do it over. Used by
/// that server's actor alone.
/// </summary>
internal sealed class GuardWishes(ServerMemory memory)
{
    private readonly List<IActorRef> _callers = [];

    public GuardWish Wish => memory.Wish;

    public void ReleaseLater() => memory.Wish = GuardWish.Release;

    /// <summary>To be guarded by the next dial, which answers <paramref name="caller"/>.</summary>
    public void GuardLater(IActorRef caller)
    {
        memory.Wish = GuardWish.Guard;
        _callers.Add(caller);
    }

    /// <summary>It has come about, or does not matter any more; another wish stays.</summary>
    public void Drop(GuardWish wish) => memory.Wish = memory.Wish == wish ? GuardWish.None : memory.Wish;

    /// <summary>Answers the callers that wait for the guard.</summary>
    public void Answer(Action<IActorRef> answer)
    {
        _callers.ForEach(answer);
        _callers.Clear();
    }
}
