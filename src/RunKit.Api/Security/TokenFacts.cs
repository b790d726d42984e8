namespace RunKit.Api.Security;

/// <summary>What there is to say of a token, without what it is.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Servers">Which servers it reaches, by name (<c>*</c> and <c>?</c>); null for all.</param>
/// <param name="Until">When it ends; null for never.</param>
public sealed record TokenFacts(string Name, AccessScope Scope, string? Servers, DateTimeOffset? Until);
