using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace RunKit.Cluster.Certificates;

/// <summary>The serial numbers of certificates that do not count any more, signed by the authority. A list only ever grows.</summary>
/// <param name="Number">Counts the lists: a higher one replaces a lower one.</param>
/// <param name="Serials">The serial numbers, in hexadecimal.</param>
/// <param name="Signature">The authority's, in Base64.</param>
internal sealed record RevocationList(long Number, ImmutableArray<string> Serials, string Signature)
{
    /// <summary>The most that are kept; a cluster has no more members than that either.</summary>
    public const int Most = 1000;

    /// <summary>Nothing is revoked.</summary>
    public static RevocationList Empty { get; } = new(0, [], "");

    /// <summary>The same with more, signed.</summary>
    public RevocationList With(IEnumerable<string> serials, X509Certificate2 authority)
    {
        using var key = authority.GetECDsaPrivateKey() ?? throw new InvalidOperationException("the authority's key is not here");
        var next = new RevocationList(Number + 1, [.. Serials.Union(serials, StringComparer.Ordinal)], "");
        return next with { Signature = Convert.ToBase64String(key.SignData(next.Signed(), HashAlgorithmName.SHA256)) };
    }

    /// <summary>Whether the authority has signed it; the empty one needs no signature.</summary>
    public bool IsOf(X509Certificate2 authority)
    {
        if (Serials.IsDefault || Serials.Length > Most)
        {
            return false;
        }

        using var key = authority.GetECDsaPublicKey();
        var signature = new byte[(Signature ?? "").Length];
        return (Number == 0 && Serials.IsEmpty)
            || (key is not null
                && Convert.TryFromBase64String(Signature ?? "", signature, out var length)
                && key.VerifyData(Signed(), signature.AsSpan(0, length), HashAlgorithmName.SHA256));
    }

    /// <summary>As one line of text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, ClusterFilesJson.Default.RevocationList);

    /// <summary>Reads it; null when it is none that the authority has signed.</summary>
    public static RevocationList? Read(string? text, X509Certificate2 authority)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize(text, ClusterFilesJson.Default.RevocationList) is { } list && list.IsOf(authority) ? list : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Signed() => Encoding.UTF8.GetBytes(FormattableString.Invariant($"runkit revoked {Number} {string.Join(' ', Serials)}"));
}
