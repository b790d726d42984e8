using RunKit.Cluster.Certificates;
using RunKit.Cluster.Tests.Nodes;

namespace RunKit.Cluster.Tests.Certificates;

/// <summary>What the verbs of <c>cluster</c> do with files.</summary>
public sealed class ClusterSetupTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("rk-setup-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_root, recursive: true);

    [Fact]
    public void Everything_that_is_written_is_its_owners_alone()
    {
        Found("a");
        Setup("a").Invite("b", "192.0.2.8:7118", At("b.invitation"));
        File.GetUnixFileMode(At("b.invitation")).ShouldBe(OwnerOnly);

        Setup("b").Join(At("b.invitation"));

        foreach (var file in System.IO.Directory.GetFiles(At("a")).Concat(System.IO.Directory.GetFiles(At("b"))))
        {
            File.GetUnixFileMode(file).ShouldBe(OwnerOnly, file);
        }

        File.GetUnixFileMode(At("b")).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
    }

    [Fact]
    public void The_authoritys_key_stays_where_the_cluster_was_founded()
    {
        Found("a");
        Setup("a").Invite("b", "192.0.2.8:7118", At("b.invitation"));
        var key = File.ReadAllText(Path.Combine(At("a"), "authority.key"));
        File.ReadAllText(At("b.invitation")).ShouldNotContain(key.Split('\n')[1]);

        Setup("b").Join(At("b.invitation"));

        Files("b").HaveAuthority.ShouldBeFalse();
        Should.Throw<ClusterProblemException>(() => Setup("b").Invite("c", "192.0.2.9:7118", At("c.invitation"))).Message.ShouldContain("founded");
    }

    [Fact]
    public void An_invitation_is_used_up_by_its_join()
    {
        Found("a");
        Setup("a").Invite("b", "192.0.2.8:7118", At("b.invitation"));

        Setup("b").Join(At("b.invitation")).Peers.ShouldBe(["192.0.2.7:7118"]);

        File.Exists(At("b.invitation")).ShouldBeFalse();
        Files("b").Load(TimeProvider.System.GetUtcNow()).Facts.Name.ShouldBe("b");
    }

    [Fact]
    public void A_member_of_another_cluster_must_leave_that_first()
    {
        Found("a");
        Found("b");
        Setup("a").Invite("c", "192.0.2.8:7118", At("c.invitation"));

        Should.Throw<ClusterProblemException>(() => Setup("b").Join(At("c.invitation"))).Message.ShouldContain("cluster leave");
    }

    [Fact]
    public void An_invitation_for_a_member_renews_its_certificate()
    {
        Found("a");
        Setup("a").Invite("b", "192.0.2.8:7118", At("1"));
        Setup("b").Join(At("1"));
        var before = Files("b").Load(TimeProvider.System.GetUtcNow()).Certificate.SerialNumber;
        Setup("a").Invite("b", "192.0.2.18:7118", At("2"));

        Setup("b").Join(At("2"));

        var after = Files("b").Load(TimeProvider.System.GetUtcNow());
        after.Certificate.SerialNumber.ShouldNotBe(before);
        after.Facts.Listen.ShouldBe("192.0.2.18:7118");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"format\":9}")]
    [InlineData("null")]
    public void What_is_no_invitation_is_refused_in_one_line(string text)
    {
        File.WriteAllText(At("x"), text);

        Should.Throw<ClusterProblemException>(() => Setup("b").Join(At("x"))).Message.ShouldNotContain("\n");

        Files("b").Exist.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0.0.0.0:7118")]
    [InlineData("[::]:7118")]
    [InlineData("box")]
    [InlineData(":7118")]
    [InlineData("box:0")]
    [InlineData("box:99999")]
    [InlineData("a b:1")]
    public void An_address_that_others_could_not_find_is_refused(string listen) =>
        Should.Throw<ClusterProblemException>(() => Setup("a").Found("a", listen)).Message.ShouldContain("HOST:PORT");

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public void A_name_that_is_none_is_refused(string name) => Should.Throw<ClusterProblemException>(() => Setup("a").Found(name, "192.0.2.7:7118"));

    [Fact]
    public void Damaged_files_and_a_foreign_certificate_are_told_in_one_line()
    {
        Found("a");
        Found("b");
        File.Copy(Path.Combine(At("b"), "node.pem"), Path.Combine(At("a"), "node.pem"), overwrite: true);
        Should.Throw<ClusterProblemException>(() => Load("a")).Message.ShouldContain("fits its key");
        File.Copy(Path.Combine(At("b"), "node.key"), Path.Combine(At("a"), "node.key"), overwrite: true);
        Should.Throw<ClusterProblemException>(() => Load("a")).Message.ShouldContain("not of this cluster's authority");
        File.Delete(Path.Combine(At("a"), "node.pem"));
        Should.Throw<ClusterProblemException>(() => Load("a")).Message.ShouldContain("cannot be read");
        File.WriteAllText(Path.Combine(At("a"), "cluster.json"), "{");
        Should.Throw<ClusterProblemException>(() => Load("a")).Message.ShouldContain("damaged");
    }

    private string At(string name) => Path.Combine(_root, name);

    private ClusterFiles Files(string name) => new(At(name));

    private void Load(string name) => Files(name).Load(TimeProvider.System.GetUtcNow());

    private ClusterSetup Setup(string name) => new(Files(name), TimeProvider.System);

    private void Found(string name) => Setup(name).Found(name, "192.0.2.7:7118");
}
