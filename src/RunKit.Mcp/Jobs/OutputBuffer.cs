using System.Text;

namespace RunKit.Mcp.Jobs;

/// <summary>The newest part of what a run has printed, counted in bytes from its first one. Safe from any thread.</summary>
internal sealed class OutputBuffer
{
    /// <summary>How much is kept.</summary>
    public const int Capacity = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte> _kept = [];
    private long _total;

    /// <summary>How many bytes there were so far: the cursor to go on from.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _total += bytes.Length;
            _kept.AddRange(bytes);
            if (_kept.Count > 2 * Capacity)
            {
                _kept.RemoveRange(0, _kept.Count - Capacity);
            }
        }
    }

    /// <summary>What was printed behind a cursor, as far as it is kept, and the cursor behind that. A character that is not whole yet waits for the next time.</summary>
    /// <param name="cursor">Where to begin: 0, or what an earlier reading gave.</param>
    /// <param name="ended">Nothing more comes: what is there is all there is.</param>
    public (string Text, long Missed, long Cursor) Read(long cursor, bool ended)
    {
        lock (_gate)
        {
            var first = _total - _kept.Count;
            var begin = Math.Clamp(cursor, first, _total);
            var bytes = _kept[(int)(begin - first)..].ToArray();
            var whole = ended ? bytes.Length : Whole(bytes);
            return (Encoding.UTF8.GetString(bytes, 0, whole), begin - Math.Min(cursor, begin), begin + whole);
        }
    }

    // How many bytes there are without a character at the end that has just begun.
    private static int Whole(byte[] bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead is >= 0x80 and < 0xc0)
            {
                continue;
            }

            var length = lead switch { >= 0xf0 => 4, >= 0xe0 => 3, >= 0xc0 => 2, _ => 1 };
            return length > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
