namespace RunKit.Api.Security;

/// <summary>A key to the API. The token itself is not kept, its hash is.</summary>
/// <param name="Name">Whose it is, for the audit log.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Hash">SHA-256 of the token's UTF-8 bytes.</param>
internal sealed record AccessToken(string Name, AccessScope Scope, ImmutableArray<byte> Hash);
