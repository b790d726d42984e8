using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RunKit.Cluster.Certificates;

namespace RunKit.Cluster.Tests.Certificates;

/// <summary>Who is a member.</summary>
public sealed class MemberCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly X509Certificate2 Own = Authority.Create(Now);

    [Fact]
    public void A_certificate_of_our_authority_counts() => Problem(Authority.Issue(Own, "b", Now)).ShouldBeNull();

    [Fact]
    public void One_of_another_authority_does_not() => Problem(Authority.Issue(Authority.Create(Now), "b", Now)).ShouldNotBeNull().ShouldContain("not of this cluster's authority");

    [Fact]
    public void The_authority_itself_is_no_member() => Problem(Own).ShouldNotBeNull().ShouldContain("authority's certificate");

    [Fact]
    public void None_is_no_member() => Problem(null).ShouldNotBeNull();

    [Fact]
    public void A_member_cannot_make_members()
    {
        using var member = Authority.Issue(Own, "b", Now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=c", key, HashAlgorithmName.SHA256);
        using var made = request.Create(member.SubjectName, X509SignatureGenerator.CreateForECDsa(member.GetECDsaPrivateKey()!), Now.AddHours(-1), Now.AddDays(1), [1, 2, 3]);

        Problem(made).ShouldNotBeNull();
    }

    [Fact]
    public void One_that_has_ended_does_not_count() => MemberCheck.Problem(Authority.Issue(Own, "b", Now, TimeSpan.FromDays(1)), Own, ImmutableHashSet<string>.Empty, Now.AddDays(2)).ShouldNotBeNull().ShouldContain("until");

    [Fact]
    public void Whom_this_node_dials_need_only_be_of_our_authority()
    {
        MemberCheck.IsOf(Authority.Issue(Own, "b", Now, TimeSpan.FromHours(1)), Own).ShouldBeTrue();
        MemberCheck.IsOf(Authority.Issue(Authority.Create(Now), "b", Now), Own).ShouldBeFalse();
        MemberCheck.IsOf(null, Own).ShouldBeFalse();
    }

    [Fact]
    public void A_clock_that_is_an_hour_behind_refuses_nobody() => MemberCheck.Problem(Authority.Issue(Own, "b", Now), Own, ImmutableHashSet<string>.Empty, Now.AddHours(-1)).ShouldBeNull();

    [Fact]
    public void A_revoked_one_does_not_count_and_the_list_is_the_authoritys()
    {
        using var certificate = Authority.Issue(Own, "b", Now);
        var list = RevocationList.Empty.With([certificate.SerialNumber], Own);

        RevocationList.Read(list.ToText(), Own).ShouldNotBeNull().Serials.ShouldContain(certificate.SerialNumber);
        RevocationList.Read(list.ToText(), Authority.Create(Now)).ShouldBeNull();
        RevocationList.Read((list with { Number = 9 }).ToText(), Own).ShouldBeNull();
        RevocationList.Read("{\"number\":5,\"serials\":[]}", Own).ShouldBeNull();
        RevocationList.Read("garbage", Own).ShouldBeNull();
        MemberCheck.Problem(certificate, Own, list.Serials.ToHashSet(StringComparer.Ordinal), Now).ShouldNotBeNull().ShouldContain("revoked");
    }

    private static string? Problem(X509Certificate2? certificate) => MemberCheck.Problem(certificate, Own, ImmutableHashSet<string>.Empty, Now);
}
