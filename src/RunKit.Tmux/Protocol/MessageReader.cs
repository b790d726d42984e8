namespace RunKit.Tmux.Protocol;

/// <summary>Cuts what a server sends into messages, however its bytes come.</summary>
public sealed class MessageReader
{
    // There only while a message is not whole: most are, and a client may wait for long.
    private byte[]? _buffer;
    private int _held;

    /// <summary>
    /// Takes bytes off the front until a message is whole; false when there are no more. A message may lie in the bytes that were given or
    /// in the reader itself: it is good until the next call.
    /// </summary>
    /// <exception cref="InvalidDataException">A length is not possible: this is not the protocol, and nothing after it can be read.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> bytes, out ServerMessage message)
    {
        if (_held == 0 && bytes.Length >= MessageFrame.HeaderLength && Length(bytes.Span) is var whole && bytes.Length >= whole)
        {
            message = ServerMessage.Of(bytes[..whole]);
            bytes = bytes[whole..];
            return true;
        }

        while (!bytes.IsEmpty)
        {
            var buffer = _buffer ??= new byte[MessageFrame.GreatestLength];
            var wanted = (_held < MessageFrame.HeaderLength ? MessageFrame.HeaderLength : Length(buffer)) - _held;
            var taken = Math.Min(wanted, bytes.Length);
            bytes[..taken].CopyTo(buffer.AsMemory(_held));
            bytes = bytes[taken..];
            _held += taken;
            if (_held >= MessageFrame.HeaderLength && _held == Length(buffer))
            {
                message = ServerMessage.Of(buffer.AsMemory(0, _held));
                _held = 0;
                _buffer = null;
                return true;
            }
        }

        message = default;
        return false;
    }

    private static int Length(ReadOnlySpan<byte> header) =>
        MessageFrame.Length(header) ?? throw new InvalidDataException("the server sent a message of an impossible length");
}

/// <summary>One message from a server.</summary>
/// <param name="Type">Its kind; kinds that <see cref="MessageType"/> does not name occur too.</param>
/// <param name="Payload">What it carries.</param>
public readonly record struct ServerMessage(MessageType Type, ReadOnlyMemory<byte> Payload)
{
    private const int Integer = sizeof(int);

    /// <summary>The so-manieth integer that it begins with; null when it is too short for that.</summary>
    public int? Number(int index) => Payload.Length >= (index + 1) * Integer ? BitConverter.ToInt32(Payload.Span[(index * Integer)..]) : null;

    /// <summary>What follows so many integers.</summary>
    public ReadOnlyMemory<byte> After(int integers) => Payload.Length > integers * Integer ? Payload[(integers * Integer)..] : default;

    internal static ServerMessage Of(ReadOnlyMemory<byte> frame) =>
        new((MessageType)BitConverter.ToInt32(frame.Span), frame[MessageFrame.HeaderLength..]);
}
