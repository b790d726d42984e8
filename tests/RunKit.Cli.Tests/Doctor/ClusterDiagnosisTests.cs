using RunKit.Cli.Doctor;
using RunKit.ControlPlane.Nodes;

namespace RunKit.Cli.Tests.Doctor;

/// <summary>What <c>doctor</c> makes of what a node tells of its cluster.</summary>
public sealed class ClusterDiagnosisTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly NodeView Own = new("a", "192.0.2.7:7118", NodeState.Up, "1.0.0", 1, Now) { Self = true, CertificateUntil = Now.AddDays(300), ClockAheadMs = 0 };
    private static readonly NodeView Other = new("b", "192.0.2.8:7118", NodeState.Up, "1.0.0", 1, Now) { CertificateUntil = Now.AddDays(300), ClockAheadMs = 20 };

    [Fact]
    public void Nodes_that_are_well_are_no_finding() => ClusterDiagnosis.Of([Own, Other], Now).ShouldBeEmpty();

    [Fact]
    public void Each_thing_that_is_wrong_is_one_with_its_remedy()
    {
        var findings = ClusterDiagnosis.Of(
            [Own with { CertificateUntil = Now.AddDays(29) }, Other with { State = NodeState.Unreachable, Version = "0.9.0", ClockAheadMs = -3_600_000 }], Now);

        findings.Select(finding => (finding.Kind, finding.Subject)).ShouldBe(
            [(FindingKind.ClusterCertificate, "a"), (FindingKind.UnreachableNode, "b"), (FindingKind.NodeVersion, "b"), (FindingKind.NodeClock, "b")]);
        findings.ShouldAllBe(finding => finding.Remedy.Length > 0 && !finding.What.Contains('\n'));
        findings[3].What.ShouldContain("3600 s behind");
    }
}
