using System.Security.Cryptography.X509Certificates;

namespace RunKit.Cluster.Certificates;

/// <summary>Whether a certificate makes a member.</summary>
internal static class MemberCheck
{
    /// <summary>Why it does not, in one line; null when it does.</summary>
    /// <param name="authority">The cluster's own authority: the machine's trust store is not asked.</param>
    /// <param name="revoked">The serial numbers that do not count any more.</param>
    public static string? Problem(X509Certificate2? certificate, X509Certificate2 authority, IReadOnlySet<string> revoked, DateTimeOffset now)
    {
        if (certificate is null)
        {
            return "there is no certificate";
        }

        if (revoked.Contains(certificate.SerialNumber))
        {
            return $"the certificate of {NameOf(certificate)} is revoked";
        }

        using var chain = ChainTo(authority);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (chain.Build(certificate))
        {
            // The authority signs members, and is none itself.
            return certificate.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span) ? "that is the authority's certificate, not a node's" : null;
        }

        return chain.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? FormattableString.Invariant($"the certificate of {NameOf(certificate)} counts from {certificate.NotBefore.ToUniversalTime():u} until {certificate.NotAfter.ToUniversalTime():u}, and it is {now.UtcDateTime:u}")
            : $"the certificate of {NameOf(certificate)} is not of this cluster's authority";
    }

    /// <summary>Whether the authority has signed it, be it revoked or run out.</summary>
    public static bool IsOf(X509Certificate2? certificate, X509Certificate2 authority)
    {
        using var chain = ChainTo(authority);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return certificate is not null && chain.Build(certificate);
    }

    private static X509Chain ChainTo(X509Certificate2 authority)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain;
    }

    /// <summary>The name of the node that a certificate is for.</summary>
    public static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}
