namespace RunKit.Api.Security;

/// <summary>What an endpoint asks of its callers; one that says nothing asks for <see cref="AccessScope.Read"/>.</summary>
/// <param name="Scope">The scope they need.</param>
internal record Access(AccessScope Scope);

/// <summary>An endpoint that changes something: callers need a scope, and the audit log gets a line.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Scope">The scope they need.</param>
internal sealed record Change(string Operation, AccessScope Scope) : Access(Scope);

/// <summary>An endpoint without a server in its path that shows and does nothing of servers that its caller's token does not reach.</summary>
internal sealed record HeedsServers;

/// <summary>An answer that lasts as long as its change, and writes the outcome itself.</summary>
internal interface IWritesOutcome;

/// <summary>An endpoint that answers everybody, token or not.</summary>
internal sealed record OpenToAll;
