namespace RunKit.Tmux.Streams;

/// <summary>
/// The last bytes of a stream, once for all who read it, each from a place of its own. What has been given out is never written again: a reader may
/// keep it. Not thread-safe.
/// </summary>
/// <param name="capacity">How many bytes are kept at least; one block more at most.</param>
public sealed class StreamLog(int capacity)
{
    private const int BlockLength = 16 * 1024;

    private readonly Queue<byte[]> _blocks = new();
    private byte[] _last = [];

    /// <summary>The place of the oldest byte that is there.</summary>
    public long Start { get; private set; }

    /// <summary>The place behind the youngest.</summary>
    public long End { get; private set; }

    /// <summary>Adds bytes, and forgets the oldest.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var used = (int)(End % BlockLength);
            if (used == 0)
            {
                _blocks.Enqueue(_last = new byte[BlockLength]);
            }

            var length = Math.Min(bytes.Length, BlockLength - used);
            bytes[..length].CopyTo(_last.AsSpan(used));
            bytes = bytes[length..];
            End += length;
        }

        while (End - Start - FirstLength >= capacity)
        {
            Start += FirstLength;
            _blocks.Dequeue();
        }
    }

    /// <summary>What stands from a place on, as far as it lies together; nothing at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That is not kept any more, or not there yet.</exception>
    public ReadOnlyMemory<byte> Read(long from)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, End);
        if (from == End)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var first = Start / BlockLength;
        var index = from / BlockLength;
        var until = Math.Min(End, (index + 1) * BlockLength);
        return _blocks.ElementAt((int)(index - first)).AsMemory((int)(from % BlockLength), (int)(until - from));
    }

    private long FirstLength => BlockLength - (Start % BlockLength);
}
