using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Agents;

namespace RunKit.Tmux.Tests.Agents;

public sealed class AgentClaimTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData("working::1699999999", AgentStatus.Working, null)]
    [InlineData("waiting:permission:1700000000", AgentStatus.Waiting, AgentWaitKind.Permission)]
    [InlineData("waiting:plan:1", AgentStatus.Waiting, AgentWaitKind.Plan)]
    [InlineData("waiting::1", AgentStatus.Waiting, AgentWaitKind.Question)]
    [InlineData("idle::1700000004", AgentStatus.Idle, null)]
    [InlineData("failed::1", AgentStatus.Failed, null)]
    public void A_claim_is_read(string text, AgentStatus says, AgentWaitKind? kind)
    {
        AgentClaim.TryRead(text, Now, out var claim).ShouldBeTrue();

        (claim.Says, claim.Kind).ShouldBe((says, kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("working")]
    [InlineData("working:1")]
    [InlineData("working::")]
    [InlineData("working:: 1")]
    [InlineData("working::-1")]
    [InlineData("working::1 ")]
    [InlineData("working::1\n")]
    [InlineData("working::1:2")]
    [InlineData("Working::1")]
    [InlineData("working:permission:1")]
    [InlineData("waiting:lunch:1")]
    [InlineData("exited::1")]
    [InlineData("unknown::1")]
    [InlineData("active::1")]
    [InlineData("working::1700000006")]
    [InlineData("working::99999999999999999999")]
    public void Anything_else_is_none(string text) => AgentClaim.TryRead(text, Now, out _).ShouldBeFalse();

    [Fact]
    public void What_is_longer_than_256_bytes_is_none() => AgentClaim.TryRead("working::" + new string('0', 248), Now, out _).ShouldBeFalse();

    [Fact]
    public void No_text_makes_it_fail_and_what_is_written_is_read() => Prop.ForAll<string>(text =>
    {
        _ = AgentClaim.TryRead(text ?? "", Now, out _);
        _ = AgentClaim.SubAgents(text ?? "");
        return AgentClaim.TryRead(AgentClaim.Write(AgentStatus.Waiting, AgentWaitKind.Plan, Now), Now, out var claim) && claim.At == Now;
    }).QuickCheckThrowOnFailure();
}
