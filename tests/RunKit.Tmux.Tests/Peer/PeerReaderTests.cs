using RunKit.Tmux.Peer;

namespace RunKit.Tmux.Tests.Peer;

public sealed class PeerReaderTests
{
    private static readonly byte[] Exit = [203, 0, 0, 0, 20, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0];
    private static readonly byte[] Shutdown = [210, 0, 0, 0, 16, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255];

    [Fact]
    public void Messages_come_whole_however_their_bytes_are_cut()
    {
        byte[] bytes = [.. Exit, .. Shutdown, .. Exit];
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var reader = new PeerReader();

            var messages = bytes.Chunk(cut).SelectMany(piece => reader.Feed(piece).ToArray()).ToArray();

            messages.Select(message => message.Type).ShouldBe([PeerMessageType.Exit, PeerMessageType.Shutdown, PeerMessageType.Exit], $"cut at {cut}");
            messages[0].Payload.ShouldBe([1, 0, 0, 0]);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0, (byte)'n', (byte)'o', 0 }, "no")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, null)]
    [InlineData(new byte[] { 0, 0 }, null)]
    [InlineData(new byte[] { 0, 0, 0, 0, (byte)'a', (byte)'\n', (byte)'%', 0 }, "a %")]
    public void An_exit_has_a_text_or_none(byte[] payload, string? text) =>
        new PeerMessage(PeerMessageType.Exit, [.. payload]).ExitText.ShouldBe(text);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16385)]
    [InlineData(65535)]
    public void An_impossible_length_is_told(int length)
    {
        var reader = new PeerReader();
        byte[] header = [203, 0, 0, 0, (byte)length, (byte)(length >> 8), 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];

        Should.Throw<InvalidDataException>(() => reader.Feed(header));
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused()
    {
        for (var seed = 0; seed < Fuzz.Cases; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
            {
                Exit.CopyTo(bytes = new byte[Exit.Length + bytes.Length], 0);
                random.NextBytes(bytes.AsSpan(Exit.Length));
            }

            var reader = new PeerReader();
            try
            {
                foreach (var piece in bytes.Chunk(random.Next(1, 40)))
                {
                    _ = reader.Feed(piece).Select(message => message.ExitText).ToArray();
                }
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }
}
