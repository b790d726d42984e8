using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace RunKit.Cluster.Certificates;

/// <summary>What the verbs of <c>cluster</c> do with the cluster's files.</summary>
internal sealed class ClusterSetup(ClusterFiles files, TimeProvider time)
{
    private const int Format = 1;
    private static readonly TimeSpan JoinWithin = TimeSpan.FromHours(24);

    /// <summary>Founds a cluster of one.</summary>
    /// <exception cref="ClusterProblemException">There is one already.</exception>
    public void Found(string name, string listen)
    {
        if (files.Exist)
        {
            throw new ClusterProblemException($"this machine is a node of a cluster already ({files.Directory}); leave it first with: runkit cluster leave");
        }

        Check(name, listen);
        var now = time.GetUtcNow();
        using var authority = Authority.Create(now);
        using var node = Authority.Issue(authority, name, now);
        files.SaveAuthority(authority.ExportCertificatePem(), KeyOf(authority));
        files.SaveNode(node.ExportCertificatePem(), KeyOf(node));
        files.Save([new IssuedCertificate(name, listen, node.SerialNumber, Authority.Until(node))]);
        files.Save(new ClusterFacts(name, listen, Founder: true, []));
    }

    /// <summary>Issues a certificate for a node, and writes what that node needs into a file of its own.</summary>
    /// <exception cref="ClusterProblemException">The authority is not here, or the name or address cannot be.</exception>
    public void Invite(string name, string listen, string path)
    {
        Check(name, listen);
        var now = time.GetUtcNow();
        using var authority = files.LoadAuthority();
        var own = files.Load(now).Facts;
        using var node = Authority.Issue(authority, name, now);
        ImmutableArray<string> peers = [.. own.Peers.Prepend(own.Listen).Where(peer => peer != listen).Distinct(StringComparer.Ordinal)];
        var invitation = new Invitation(
            Format, name, listen, now + JoinWithin, authority.ExportCertificatePem(), node.ExportCertificatePem(), KeyOf(node), peers, files.Revoked(authority).ToText());
        ClusterFiles.WriteSecret(path, JsonSerializer.Serialize(invitation, ClusterFilesJson.Default.Invitation));
        files.Save([.. files.Issued(), new IssuedCertificate(name, listen, node.SerialNumber, Authority.Until(node))]);
        if (name == own.Name)
        {
            return;
        }

        files.Save(own with { Peers = [.. own.Peers.Append(listen).Distinct(StringComparer.Ordinal)] });
    }

    /// <summary>Makes this machine the node that was invited. The invitation is used up by it.</summary>
    /// <exception cref="ClusterProblemException">It is no invitation, too old, or this machine is a node of another cluster.</exception>
    public Invitation Join(string path)
    {
        var invitation = ReadInvitation(path);
        var now = time.GetUtcNow();
        if (invitation.Until < now)
        {
            throw new ClusterProblemException($"the invitation counted until {invitation.Until.UtcDateTime:u}; make another one with: runkit cluster invite {invitation.Name}");
        }

        Check(invitation.Name, invitation.Listen);
        using var authority = X509Certificate2.CreateFromPem(invitation.Authority);
        var renews = files.Exist && files.Load(now) is { } known && known.Authority.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span);
        if (files.Exist && !renews)
        {
            throw new ClusterProblemException($"this machine is a node of another cluster ({files.Directory}); leave that first with: runkit cluster leave");
        }

        var founder = renews && files.Load(now).Facts.Founder;
        files.SaveAuthority(invitation.Authority, null);
        files.SaveNode(invitation.Certificate, invitation.Key);
        if (RevocationList.Read(invitation.Revoked, authority) is { } revoked)
        {
            files.Save(revoked);
        }

        files.Save(new ClusterFacts(invitation.Name, invitation.Listen, founder, invitation.Peers));
        files.Load(now);
        File.Delete(path);
        return invitation;
    }

    /// <summary>Revokes every certificate of a node.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="ClusterProblemException">The authority is not here, or it has issued none for that name.</exception>
    public int Revoke(string name)
    {
        using var authority = files.LoadAuthority();
        if (files.Load(time.GetUtcNow()).Facts.Name == name)
        {
            throw new ClusterProblemException($"{name} is this node itself; a node leaves with: runkit cluster leave");
        }

        string[] serials = [.. files.Issued().Where(issued => issued.Name == name).Select(issued => issued.Serial)];
        if (serials.Length == 0)
        {
            throw new ClusterProblemException($"no certificate was issued for a node named {name}");
        }

        files.Save(files.Revoked(authority).With(serials, authority));
        return serials.Length;
    }

    private static void Check(string name, string listen)
    {
        if ((ListenAddress.NameProblem(name) ?? ListenAddress.Problem(listen)) is { } problem)
        {
            throw new ClusterProblemException(problem);
        }
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Invitation ReadInvitation(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ClusterFilesJson.Default.Invitation) is { Format: Format } invitation
                ? invitation
                : throw new ClusterProblemException($"{path} is an invitation of another version of RunKit");
        }
        catch (JsonException)
        {
            throw new ClusterProblemException($"{path} is no invitation; make one with: runkit cluster invite NAME --listen HOST:PORT --out FILE");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterProblemException($"{path} cannot be read: {e.Message}");
        }
    }
}
