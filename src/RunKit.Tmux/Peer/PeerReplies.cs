namespace RunKit.Tmux.Peer;

/// <summary>What a client says when its server asks something of it.</summary>
public static class PeerReplies
{
    // EBADF, which is what tmux itself says of a stream that a control client does not have.
    private const int NoSuchStream = 9;

    /// <summary>What to answer; empty when nothing is to be said.</summary>
    /// <param name="message">A detached client says that it goes. A file that is to be read or written for the server (only a client that is
    /// not attached yet is asked, by a hook of the user's) is refused, so that the command that wants it does not wait for good.</param>
    public static ImmutableArray<byte> To(PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Type switch
        {
            PeerMessageType.Detach or PeerMessageType.DetachKill => [.. PeerGreeting.Message(PeerMessageType.Exiting, [])],
            PeerMessageType.ReadOpen => Refusal(PeerMessageType.ReadDone, message.Payload),
            PeerMessageType.WriteOpen => Refusal(PeerMessageType.WriteReady, message.Payload),
            _ => [],
        };
    }

    // Both begin with the number of the stream.
    private static ImmutableArray<byte> Refusal(PeerMessageType type, ImmutableArray<byte> asked) =>
        asked.Length < sizeof(int) ? [] : [.. PeerGreeting.Message(type, [.. asked[..sizeof(int)], .. BitConverter.GetBytes(NoSuchStream)])];
}
