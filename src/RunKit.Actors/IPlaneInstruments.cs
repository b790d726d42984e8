namespace RunKit.Actors;

/// <summary>
/// Takes what a plane's actor counts, in the order in which it happens. Calls come from the actor, one at a time: they must be quick and must
/// not throw.
/// </summary>
public interface IPlaneInstruments
{
    /// <summary>A plane has begun, or begun anew: it knows no server yet.</summary>
    void Began();

    /// <summary>A server's status is another, or its row has come or gone.</summary>
    /// <param name="from">What it was; null when there was no row.</param>
    /// <param name="to">What it is; null when there is no row any more.</param>
    void Moved(ServerStatus? from, ServerStatus? to);

    /// <summary>There are so many sockets now with a name that RunKit does not manage.</summary>
    void CannotManage(int sockets);

    /// <summary>These events have got their place in the plane's order.</summary>
    void Happened(ImmutableArray<ServerEvent> events);
}

/// <summary>Counts nothing.</summary>
public sealed class NoPlaneInstruments : IPlaneInstruments
{
    private NoPlaneInstruments()
    {
    }

    public static NoPlaneInstruments Instance { get; } = new();

    public void Began()
    {
    }

    public void Moved(ServerStatus? from, ServerStatus? to)
    {
    }

    public void CannotManage(int sockets)
    {
    }

    public void Happened(ImmutableArray<ServerEvent> events)
    {
    }
}
