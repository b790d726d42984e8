namespace RunKit.Tmux.ControlMode;

/// <summary>Bytes that grow up to a limit; beyond it they are dropped and <see cref="Cut"/> says so.</summary>
internal sealed class ByteAccumulator(int limit)
{
    // A buffer that one huge reply has grown is given back instead of being kept for the connection's life.
    private const int KeptCapacity = 64 * 1024;

    private byte[] _bytes = [];
    private int _count;

    public bool IsEmpty => _count == 0 && !Cut;

    public int Count => _count;

    /// <summary>The bytes of memory that it holds, used or not; never more than the limit.</summary>
    public int Capacity => _bytes.Length;

    public bool Cut { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _count);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var room = limit - _count;
        if (bytes.Length > room)
        {
            bytes = bytes[..room];
            Cut = true;
        }

        if (_count + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(limit, Math.Max(_count + bytes.Length, Math.Max(256, _bytes.Length * 2))));
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    public void MarkCut() => Cut = true;

    public byte[] ToArray() => Span.ToArray();

    public void Clear()
    {
        _count = 0;
        Cut = false;
        if (_bytes.Length > KeptCapacity)
        {
            _bytes = [];
        }
    }
}
