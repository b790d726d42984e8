using RunKit.Tmux.Peer;

namespace RunKit.Tmux.Tests.Peer;

public sealed class PeerProtocolTests
{
    [Theory]
    [InlineData("3.2")]
    [InlineData("3.2a")]
    [InlineData("3.3a")]
    [InlineData("3.4")]
    [InlineData("3.5a")]
    public void Releases_whose_messages_were_tried_are_spoken_with(string version) => PeerProtocol.IsSpokenBy(version).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3")]
    [InlineData("3.1c")]
    [InlineData("3.6")]
    [InlineData("3.6b")]
    [InlineData("3.10")]
    [InlineData("4.0")]
    [InlineData("3.3-rc")]
    [InlineData("next-3.4")]
    [InlineData("master")]
    [InlineData("openbsd-7.4")]
    [InlineData("3.3ab")]
    [InlineData("3. 3")]
    public void All_others_are_dialled_by_their_own_client(string? version) => PeerProtocol.IsSpokenBy(version).ShouldBeFalse();
}
