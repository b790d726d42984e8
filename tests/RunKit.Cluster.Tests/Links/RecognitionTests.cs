using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Tests.Links;

/// <summary>Who says something, and that it was said once.</summary>
public sealed class RecognitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void What_is_sealed_opens_once_and_only_whole()
    {
        var (sender, receiver) = Pair();
        var sealedOne = sender.Seal("a:1", new SummaryWanted());
        var sealedTwo = sender.Seal("a:1", new BeatSeen(7));

        receiver.Open(sealedOne with { Body = [.. sealedOne.Body, 32] }, out _).ShouldBeNull();
        receiver.Open(sealedOne with { Sequence = 5 }, out _).ShouldBeNull();
        receiver.Open(sealedOne, out var isStrange).ShouldBe(new SummaryWanted());
        isStrange.ShouldBeFalse();
        receiver.Open(sealedOne, out _).ShouldBeNull();
        receiver.Open(sealedTwo, out _).ShouldBe(new BeatSeen(7));
        receiver.Open(sealedTwo with { Nonce = "another" }, out isStrange).ShouldBeNull();
        isStrange.ShouldBeTrue();
    }

    [Fact]
    public void Another_member_cannot_speak_in_a_members_name()
    {
        using var authority = Authority.Create(Now);
        using var a = Authority.Issue(authority, "a", Now);
        using var b = Authority.Issue(authority, "b", Now);
        using var c = Authority.Issue(authority, "c", Now);
        using var publicA = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(a.RawData);
        using var publicB = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(b.RawData);

        var ofA = Recognition.Agree(a, publicB, "nonce", "a", "b");

        Recognition.Agree(b, publicA, "nonce", "a", "b").ShouldBe(ofA);
        Recognition.Agree(c, publicB, "nonce", "a", "b").ShouldNotBe(ofA);
        Recognition.Agree(b, publicA, "other", "a", "b").ShouldNotBe(ofA);
        Recognition.Agree(b, publicA, "nonce", "b", "a").ShouldNotBe(ofA);
    }

    [Fact]
    public void An_answer_counts_only_as_it_was_signed()
    {
        using var authority = Authority.Create(Now);
        using var a = Authority.Issue(authority, "a", Now);
        using var b = Authority.Issue(authority, "b", Now);
        var answer = Recognition.Sign(new HelloAnswer(1, "a", "a:1", 5, "nonce", a.RawData, new IslandFacts(2, "a:1"), "", "b:1", []), a);

        Recognition.IsSigned(answer, a).ShouldBeTrue();
        Recognition.IsSigned(answer, b).ShouldBeFalse();
        HelloAnswer[] changed =
        [
            answer with { Node = "c" }, answer with { Address = "c:1" }, answer with { Incarnation = 6 }, answer with { Nonce = "x" }, answer with { To = "c:1" },
            answer with { Island = new IslandFacts(9, "a:1") }, answer with { Protocol = 2 }, answer with { Signature = [] },
        ];
        changed.ShouldAllBe(other => !Recognition.IsSigned(other, a));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(-5, false)]
    public void Neighbours_of_one_version_differ_are_served(int protocol, bool served) => Recognition.Understands(protocol).ShouldBe(served);

    private static (Peer Sender, Peer Receiver) Pair()
    {
        var key = new byte[32];
        var (sender, receiver) = (new Peer("b:1"), new Peer("a:1"));
        sender.MaySend("b", "nonce", key);
        receiver.Recognise("a", 1, "01", "nonce", key);
        return (sender, receiver);
    }
}
