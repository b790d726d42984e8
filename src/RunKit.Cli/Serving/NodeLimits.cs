namespace RunKit.Cli.Serving;

/// <summary>What a node gives its callers time for.</summary>
internal static class NodeLimits
{
    /// <summary>A request's head, from the first moment of a connection on.</summary>
    public static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);

    /// <summary>Between two requests on one connection.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>The node's own end.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(15);

    /// <summary>How many file descriptors TCP leaves to the unix socket, beside the reserve of the process.</summary>
    public const int LocalReserve = 128;
}
