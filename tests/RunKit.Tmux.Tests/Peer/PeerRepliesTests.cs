using System.Collections.Immutable;
using RunKit.Tmux.Peer;

namespace RunKit.Tmux.Tests.Peer;

public sealed class PeerRepliesTests
{
    private static readonly ImmutableArray<byte> Stream3 = [3, 0, 0, 0, 255, 255, 255, 255, (byte)'/', 0];

    [Fact]
    public void A_detached_client_says_that_it_goes() =>
        PeerReplies.To(new PeerMessage(PeerMessageType.Detach, [])).ShouldBe([205, 0, 0, 0, 16, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255]);

    [Fact]
    public void A_file_to_read_is_refused() =>
        PeerReplies.To(new PeerMessage(PeerMessageType.ReadOpen, Stream3)).ShouldBe([0x2e, 1, 0, 0, 24, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255, 3, 0, 0, 0, 9, 0, 0, 0]);

    [Fact]
    public void A_file_to_write_is_refused() =>
        PeerReplies.To(new PeerMessage(PeerMessageType.WriteOpen, Stream3)).ShouldBe([0x31, 1, 0, 0, 24, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255, 3, 0, 0, 0, 9, 0, 0, 0]);

    [Theory]
    [InlineData(PeerMessageType.ReadOpen)]
    [InlineData(PeerMessageType.Exit)]
    [InlineData((PeerMessageType)218)]
    public void All_else_is_not_answered_and_nor_is_a_question_cut_short(PeerMessageType type) => PeerReplies.To(new PeerMessage(type, [1])).ShouldBeEmpty();
}
