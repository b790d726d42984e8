namespace RunKit.Tmux.Peer;

/// <summary>
/// Cuts what a server sends to a client into messages. Each begins with sixteen bytes: its kind, its length with them (two bytes, then
/// two of marks), the protocol's version and a process; all in the machine's own order.
/// So it is up to tmux 3.5a; later ones carry their marks elsewhere.
/// </summary>
public sealed class PeerReader
{
    internal const int HeaderLength = 16;

    /// <summary>The longest message that tmux sends or takes, header and all (<c>MAX_IMSGSIZE</c>).</summary>
    internal const int GreatestLength = 16384;

    private readonly byte[] _buffer = new byte[GreatestLength];
    private int _held;

    /// <summary>Takes bytes as they come and returns the messages that they complete, in order.</summary>
    /// <exception cref="InvalidDataException">A length is not possible: this is not the protocol, and nothing after it can be read.</exception>
    public ImmutableArray<PeerMessage> Feed(ReadOnlySpan<byte> bytes)
    {
        var messages = ImmutableArray.CreateBuilder<PeerMessage>();
        while (!bytes.IsEmpty)
        {
            var wanted = (_held < HeaderLength ? HeaderLength : Length) - _held;
            var taken = Math.Min(wanted, bytes.Length);
            bytes[..taken].CopyTo(_buffer.AsSpan(_held));
            bytes = bytes[taken..];
            _held += taken;
            if (_held >= HeaderLength && _held == Length)
            {
                var type = (PeerMessageType)BitConverter.ToInt32(_buffer);
                messages.Add(new PeerMessage(type, [.. _buffer.AsSpan(HeaderLength, _held - HeaderLength)]));
                _held = 0;
            }
        }

        return messages.ToImmutable();
    }

    private int Length => BitConverter.ToUInt16(_buffer, 4) switch
    {
        < HeaderLength or > GreatestLength => throw new InvalidDataException("the server sent a message of an impossible length"),
        var length => length,
    };
}
