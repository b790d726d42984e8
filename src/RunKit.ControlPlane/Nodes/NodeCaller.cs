namespace RunKit.ControlPlane.Nodes;

/// <summary>For whom another node is asked.</summary>
/// <param name="Name">Who that is, for the audit log of the node that is asked.</param>
/// <param name="Scope">What they may do here; the other node may allow less.</param>
/// <param name="Servers">Which servers they reach, by name, in which <c>*</c> and <c>?</c> match; null for all.</param>
public sealed record NodeCaller(string Name, AccessScope Scope, string? Servers = null);
