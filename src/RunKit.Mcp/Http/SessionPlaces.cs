namespace RunKit.Mcp.Http;

/// <summary>How many sessions there may be at once, of all clients and of one. Safe from any thread.</summary>
internal sealed class SessionPlaces
{
    public const int MostSessions = 64;
    public const int MostOfOneClient = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes one for a client, or says why there is none.</summary>
    public Place? TryTake(string client, out string problem)
    {
        lock (_gate)
        {
            var own = _taken.GetValueOrDefault(client);
            problem = own >= MostOfOneClient
                ? $"you have {own} sessions already; end one with DELETE, or wait until one is idle for {PlaneMcpEndpoints.IdleTimeout.TotalMinutes} minutes"
                : $"there are {MostSessions} sessions already, and more there may not be";
            if (own >= MostOfOneClient || _taken.Values.Sum() >= MostSessions)
            {
                return null;
            }

            _taken[client] = own + 1;
            return new Place(this, client);
        }
    }

    private void Release(string client)
    {
        lock (_gate)
        {
            if (--_taken[client] == 0)
            {
                _taken.Remove(client);
            }
        }
    }

    /// <summary>A place that was taken.</summary>
    internal sealed class Place(SessionPlaces places, string client)
    {
        public void Release() => places.Release(client);
    }
}
