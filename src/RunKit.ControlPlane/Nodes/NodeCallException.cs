namespace RunKit.ControlPlane.Nodes;

/// <summary>Another node was not asked, or would not do it: in either case nothing was done there.</summary>
/// <param name="code">Which case it is: one of the constants here.</param>
/// <param name="message">The same in one line.</param>
public sealed class NodeCallException(string code, string message) : Exception(message)
{
    /// <summary>There is no node of that name.</summary>
    public const string UnknownNode = "unknown-node";

    /// <summary>It was not asked, because it cannot be reached.</summary>
    public const string NotReached = "node-not-reached";

    /// <summary>It refuses: its grant, or the caller's scope, does not reach so far.</summary>
    public const string ScopeTooSmall = "scope-too-small";

    /// <summary>It has too much to do for others.</summary>
    public const string Busy = "node-busy";

    /// <summary>It failed at it.</summary>
    public const string Failed = "node-failed";

    /// <summary>Which case it is.</summary>
    public string Code { get; } = code;
}
