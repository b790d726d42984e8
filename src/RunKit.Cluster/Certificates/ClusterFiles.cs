using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RunKit.Cluster.Certificates;

/// <summary>The directory that makes this machine a node of a cluster: nobody but its owner reads it.</summary>
internal sealed class ClusterFiles(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Its path.</summary>
    public string Directory { get; } = directory;

    /// <summary>Whether there is a cluster here.</summary>
    public bool Exist => File.Exists(At("cluster.json"));

    /// <summary>Whether the cluster was founded here, and its authority's key is here.</summary>
    public bool HaveAuthority => File.Exists(At("authority.key"));

    /// <summary>The node's certificate with its key, the authority's, and what is known of the others.</summary>
    /// <exception cref="ClusterProblemException">Something of it cannot be used.</exception>
    public ClusterIdentity Load(DateTimeOffset now)
    {
        var facts = Read("cluster.json", ClusterFilesJson.Default.ClusterFacts);
        if (ListenAddress.Problem(facts.Listen) is { } bad)
        {
            throw new ClusterProblemException($"{At("cluster.json")}: {bad}");
        }

        var authority = Certificate("authority.pem", null);
        var node = Certificate("node.pem", "node.key");
        var revoked = Revoked(authority);
        if (MemberCheck.Problem(node, authority, revoked.Serials.ToHashSet(StringComparer.Ordinal), now) is { } problem)
        {
            throw new ClusterProblemException($"{At("node.pem")}: {problem}; make another one with: runkit cluster invite, on the machine that founded the cluster");
        }

        return MemberCheck.NameOf(node) == facts.Name
            ? new ClusterIdentity(facts, node, authority, revoked)
            : throw new ClusterProblemException($"{At("node.pem")} is of {MemberCheck.NameOf(node)}, and this node is {facts.Name}");
    }

    /// <summary>The authority with its key.</summary>
    /// <exception cref="ClusterProblemException">It is not here.</exception>
    public X509Certificate2 LoadAuthority() => HaveAuthority
        ? Certificate("authority.pem", "authority.key")
        : throw new ClusterProblemException("the authority's key is not on this machine: do this where the cluster was founded (cluster init)");

    /// <summary>What was issued so far.</summary>
    public ImmutableArray<IssuedCertificate> Issued() =>
        File.Exists(At("issued.json")) ? Read("issued.json", ClusterFilesJson.Default.ImmutableArrayIssuedCertificate) : [];

    /// <summary>What is revoked, as far as this node has heard.</summary>
    public RevocationList Revoked(X509Certificate2 authority) =>
        File.Exists(At("revoked.json"))
            ? RevocationList.Read(Text("revoked.json"), authority) ?? throw new ClusterProblemException($"{At("revoked.json")} is not signed by this cluster's authority")
            : RevocationList.Empty;

    public void Save(ClusterFacts facts) => Write("cluster.json", JsonSerializer.Serialize(facts, ClusterFilesJson.Default.ClusterFacts));

    public void Save(RevocationList revoked) => Write("revoked.json", revoked.ToText());

    public void Save(ImmutableArray<IssuedCertificate> issued) => Write("issued.json", JsonSerializer.Serialize(issued, ClusterFilesJson.Default.ImmutableArrayIssuedCertificate));

    public void SaveNode(string certificate, string key)
    {
        Write("node.key", key);
        Write("node.pem", certificate);
    }

    public void SaveAuthority(string certificate, string? key)
    {
        if (key is not null)
        {
            Write("authority.key", key);
        }

        Write("authority.pem", certificate);
    }

    /// <summary>Removes everything: this machine is no node of a cluster any more.</summary>
    public void Delete()
    {
        foreach (var name in (string[])["cluster.json", "node.key", "node.pem", "authority.key", "authority.pem", "issued.json", "revoked.json"])
        {
            File.Delete(At(name));
        }
    }

    /// <summary>Writes a file that only its owner reads, whole or not at all.</summary>
    public static void WriteSecret(string path, string text)
    {
        var beside = path + ".new";
        File.Delete(beside);
        using (var file = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private string At(string name) => Path.Combine(Directory, name);

    private void Write(string name, string text)
    {
        System.IO.Directory.CreateDirectory(Directory, OwnerOnly | UnixFileMode.UserExecute);
        WriteSecret(At(name), text);
    }

    private string Text(string name)
    {
        try
        {
            return File.ReadAllText(At(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterProblemException($"{At(name)} cannot be read: {e.Message}");
        }
    }

    private T Read<T>(string name, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Text(name), type) ?? throw new JsonException("it is null");
        }
        catch (JsonException)
        {
            throw new ClusterProblemException($"{At(name)} is damaged; run: runkit cluster join again, with a new invitation");
        }
    }

    private X509Certificate2 Certificate(string name, string? key)
    {
        try
        {
            return key is null ? X509Certificate2.CreateFromPem(Text(name)) : X509Certificate2.CreateFromPem(Text(name), Text(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ClusterProblemException($"{At(name)} holds no certificate{(key is null ? "" : " that fits its key")}; run: runkit cluster join again, with a new invitation");
        }
    }
}

/// <summary>Who this node is in its cluster.</summary>
internal sealed record ClusterIdentity(ClusterFacts Facts, X509Certificate2 Certificate, X509Certificate2 Authority, RevocationList Revoked);
