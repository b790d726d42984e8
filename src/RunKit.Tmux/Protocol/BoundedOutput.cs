using System.Buffers;

namespace RunKit.Tmux.Protocol;

/// <summary>Keeps the beginning of what comes, up to a limit, and knows whether there was more.</summary>
/// <param name="limit">How many bytes to keep.</param>
public sealed class BoundedOutput(int limit)
{
    private ArrayBufferWriter<byte>? _kept;

    /// <summary>What was kept.</summary>
    public ReadOnlyMemory<byte> Bytes => _kept?.WrittenMemory ?? default;

    /// <summary>Whether more came than was kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        var room = limit - Bytes.Length;
        IsCut |= piece.Length > room;
        (_kept ??= new ArrayBufferWriter<byte>()).Write(piece[..Math.Min(piece.Length, Math.Max(room, 0))]);
    }
}
