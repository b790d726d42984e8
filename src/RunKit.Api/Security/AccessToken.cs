using System.IO.Enumeration;

namespace RunKit.Api.Security;

/// <summary>A key to the API. The token itself is not kept, its hash is.</summary>
/// <param name="Name">Whose it is, for the audit log.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Hash">SHA-256 of the token's UTF-8 bytes.</param>
/// <param name="Servers">Which servers it reaches, by name (<c>*</c> and <c>?</c>); null for all.</param>
/// <param name="Until">When it ends; null for never.</param>
internal sealed record AccessToken(string Name, AccessScope Scope, ImmutableArray<byte> Hash, string? Servers = null, DateTimeOffset? Until = null)
{
    /// <summary>Whether it counts at a moment.</summary>
    public bool IsValid(DateTimeOffset now) => Until is not { } end || now < end;

    /// <summary>Whether a server is among those that it reaches.</summary>
    public static bool Reaches(string? servers, string server) => servers is null || FileSystemName.MatchesSimpleExpression(servers, server, ignoreCase: false);
}
