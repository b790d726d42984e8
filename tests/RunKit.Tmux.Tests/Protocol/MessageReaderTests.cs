using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Tests.Protocol;

public sealed class MessageReaderTests
{
    private static readonly byte[] Exit = [203, 0, 0, 0, 20, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0];
    private static readonly byte[] Shutdown = [210, 0, 0, 0, 16, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255];

    [Fact]
    public void Messages_come_whole_however_their_bytes_are_cut()
    {
        byte[] bytes = [.. Exit, .. Shutdown, .. Exit];
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            var messages = Read(new MessageReader(), bytes.Chunk(cut)).ToArray();

            messages.Select(message => message.Type).ShouldBe([MessageType.Exit, MessageType.Shutdown, MessageType.Exit], $"cut at {cut}");
            messages[0].Payload.ShouldBe([1, 0, 0, 0]);
            messages[2].Payload.ShouldBe([1, 0, 0, 0]);
        }
    }

    [Theory]
    [InlineData(0x0000_0014u)]
    [InlineData(0x0001_0014u)]
    [InlineData(0x8000_0014u)]
    public void Both_framings_are_read_with_and_without_their_mark_of_a_descriptor(uint length)
    {
        byte[] bytes = [.. Exit];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), length);

        Read(new MessageReader(), [bytes, Shutdown]).Select(message => message.Type).ShouldBe([MessageType.Exit, MessageType.Shutdown]);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(16385u)]
    [InlineData(65535u)]
    [InlineData(0x0002_0014u)]
    [InlineData(0x4000_0014u)]
    [InlineData(0x8001_0014u)]
    public void An_impossible_length_is_told(uint length)
    {
        byte[] header = [203, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];
        BitConverter.TryWriteBytes(header.AsSpan(4), length);

        foreach (var cut in (int[])[1, 7, 16])
        {
            Should.Throw<InvalidDataException>(() => Read(new MessageReader(), header.Chunk(cut)).ToArray());
        }
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused()
    {
        for (var seed = 0; seed < Fuzz.Cases; seed++)
        {
            var random = new Random(seed);
            try
            {
                _ = Read(new MessageReader(), Noise(random).Chunk(random.Next(1, 40))).ToArray();
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    /// <summary>Bytes of every kind; often with a good message, or a good header with too little behind it, at some place.</summary>
    internal static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return random.Next(3) switch
        {
            0 => bytes,
            1 => [.. Exit, .. bytes],
            _ => [.. Header(random, bytes.Length), .. bytes],
        };
    }

    private static byte[] Header(Random random, int payload)
    {
        int[] types = [12, 203, 210, 300, 303, 304, random.Next()];
        var header = new byte[16];
        BitConverter.TryWriteBytes(header, types[random.Next(types.Length)]);
        BitConverter.TryWriteBytes(header.AsSpan(4), 16 + Math.Max(0, payload + random.Next(-8, 3)));
        return header;
    }

    internal static IEnumerable<(MessageType Type, byte[] Payload)> Read(MessageReader reader, IEnumerable<byte[]> pieces)
    {
        foreach (var piece in pieces)
        {
            ReadOnlyMemory<byte> bytes = piece;
            while (reader.TryRead(ref bytes, out var message))
            {
                yield return (message.Type, message.Payload.ToArray());
            }

            bytes.IsEmpty.ShouldBeTrue();
        }
    }
}
