using RunKit.Mcp.Targets;

namespace RunKit.Mcp;

/// <summary>What an MCP client gets.</summary>
/// <param name="Plane">The plane that it uses.</param>
/// <param name="Scope">What it may do: tools beyond that are not shown, and calls of them are refused.</param>
public sealed record PlaneMcpOptions(IControlPlane Plane, AccessScope Scope)
{
    /// <summary>The pane that the client runs in, into which nothing is typed; null when that is none, or not known.</summary>
    public OwnPane? Own { get; init; }

    /// <summary>What to say, in one line, of an exception that the plane may throw; null of one that is a defect.</summary>
    public Func<Exception, string?> Explain { get; init; } = e => e is TimeoutException ? e.Message : null;

    /// <summary>For how long a call may wait.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
