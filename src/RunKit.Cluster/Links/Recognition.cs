using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RunKit.Cluster.Certificates;

namespace RunKit.Cluster.Links;

/// <summary>
/// How nodes recognise each other. TLS sees a handshake, not who sends a message: so a hello is signed, and what is said afterwards carries a
/// code that only the keys of the two certificates can make.
/// </summary>
internal static class Recognition
{
    /// <summary>The version of the protocol between nodes. Neighbours of one version differ are served.</summary>
    public const int Protocol = 1;

    private const int NonceBytes = 16;
    private const int KeyBytes = 32;

    public static string NewNonce() => RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true);

    /// <summary>Whether a node of that version can be talked to.</summary>
    public static bool Understands(int protocol) => Math.Abs(protocol - Protocol) <= 1;

    /// <summary>Signs an answer.</summary>
    public static HelloAnswer Sign(HelloAnswer answer, X509Certificate2 own)
    {
        using var key = own.GetECDsaPrivateKey()!;
        return answer with { Signature = key.SignData(Signed(answer), HashAlgorithmName.SHA256) };
    }

    /// <summary>Whether the certificate's key has signed it.</summary>
    public static bool IsSigned(HelloAnswer answer, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key is not null && key.VerifyData(Signed(answer), answer.Signature, HashAlgorithmName.SHA256);
    }

    /// <summary>Reads a certificate from outside; null when it is none, or makes no member of that name.</summary>
    /// <param name="problem">Why.</param>
    public static X509Certificate2? ReadMember(byte[] bytes, string node, ClusterIdentity own, IReadOnlySet<string> revoked, DateTimeOffset now, out string? problem)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(bytes);
        }
        catch (CryptographicException)
        {
            problem = "it showed no certificate";
            return null;
        }

        problem = MemberCheck.Problem(certificate, own.Authority, revoked, now)
            ?? (MemberCheck.NameOf(certificate) == node ? null : $"it calls itself {node} and its certificate is of {MemberCheck.NameOf(certificate)}");
        if (problem is null)
        {
            return certificate;
        }

        certificate.Dispose();
        return null;
    }

    /// <summary>The key for what one node says to another: both can make it, and nobody else.</summary>
    /// <param name="own">The certificate with the key of one of them.</param>
    /// <param name="other">The certificate of the other.</param>
    /// <param name="nonce">Of the hello of the one that is spoken to.</param>
    /// <param name="from">The name of the one that speaks.</param>
    /// <param name="to">The name of the one that is spoken to.</param>
    public static byte[] Agree(X509Certificate2 own, X509Certificate2 other, string nonce, string from, string to)
    {
        using var mine = own.GetECDiffieHellmanPrivateKey()!;
        using var theirs = other.GetECDiffieHellmanPublicKey()!;
        var secret = mine.DeriveRawSecretAgreement(theirs.PublicKey);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes($"runkit {from} {to}"));
    }

    /// <summary>The code of a message.</summary>
    public static byte[] CodeOf(byte[] key, long sequence, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(BitConverter.GetBytes(sequence));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static byte[] Signed(HelloAnswer answer) => Encoding.UTF8.GetBytes(string.Join(
        '\n',
        "runkit hello",
        answer.Protocol.ToString(CultureInfo.InvariantCulture),
        answer.Node,
        answer.Address,
        answer.Incarnation.ToString(CultureInfo.InvariantCulture),
        answer.Nonce,
        answer.To,
        answer.Island.Members.ToString(CultureInfo.InvariantCulture),
        answer.Island.Oldest));
}
