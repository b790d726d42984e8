using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RunKit.Cluster.Certificates;

/// <summary>The cluster's own certificate authority: whom it has signed is a member. Its key stays where the cluster was founded.</summary>
internal static class Authority
{
    /// <summary>How long a node's certificate counts.</summary>
    public static readonly TimeSpan NodeLifetime = TimeSpan.FromDays(365);

    private static readonly TimeSpan OwnLifetime = TimeSpan.FromDays(3650);

    // Clocks differ: what is issued here is to count at once on a machine that is behind.
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    private const int SerialBytes = 16;
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes a new one, with its key.</summary>
    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=runkit cluster {RandomNumberGenerator.GetHexString(8, lowercase: true)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - Backdated, now + OwnLifetime);
    }

    /// <summary>Issues a certificate, with a new key, for a node of that name.</summary>
    public static X509Certificate2 Issue(X509Certificate2 authority, string node, DateTimeOffset now, TimeSpan? lifetime = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse), new Oid(ClientUse)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F;
        var until = now + (lifetime ?? NodeLifetime);
        var last = Until(authority);
        using var signed = request.Create(authority, now - Backdated, until < last ? until : last, serial);
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>The last moment at which a certificate counts.</summary>
    public static DateTimeOffset Until(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
}
