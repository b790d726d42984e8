using RunKit.Api.Security;

namespace RunKit.Api.Login;

/// <summary>A browser that is logged in. Of what it shows only hashes are kept.</summary>
/// <param name="Name">For the audit log.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Host">The host and port that it logged in at, and no other.</param>
/// <param name="Cookie">SHA-256 of the cookie.</param>
/// <param name="Key">SHA-256 of the key that its page shows with each change.</param>
/// <param name="Began">When that was.</param>
internal sealed record LoginSession(string Name, AccessScope Scope, string Host, ImmutableArray<byte> Cookie, ImmutableArray<byte> Key, long Began);
