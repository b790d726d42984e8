namespace RunKit.Tmux.Peer;

/// <summary>
/// The kinds of message between a tmux client and its server that a client in control mode meets, with tmux's numbers (tmux's
/// <c>tmux-protocol.h</c>, protocol version 8, unchanged from 3.2 on).
/// </summary>
public enum PeerMessageType
{
    /// <summary>From the server: it speaks another version of the protocol.</summary>
    Version = 12,

    /// <summary>The client's terminal; empty in control mode.</summary>
    IdentifyTerminal = 101,

    /// <summary>The client's tty; empty in control mode.</summary>
    IdentifyTtyName = 102,

    /// <summary>Carries the descriptor that the server reads commands from.</summary>
    IdentifyInput = 104,

    /// <summary>One variable of the client's environment.</summary>
    IdentifyEnvironment = 105,

    /// <summary>The client has said who it is.</summary>
    IdentifyDone = 106,

    /// <summary>The client's pid.</summary>
    IdentifyProcess = 107,

    /// <summary>The client's working directory.</summary>
    IdentifyDirectory = 108,

    /// <summary>What the client's terminal can do; nothing in control mode.</summary>
    IdentifyFeatures = 109,

    /// <summary>Carries the descriptor that the server writes control mode to.</summary>
    IdentifyOutput = 110,

    /// <summary>What kind of client it is.</summary>
    IdentifyFlags = 111,

    /// <summary>The commands that the client begins with.</summary>
    Command = 200,

    /// <summary>From the server: the client was detached.</summary>
    Detach = 201,

    /// <summary>From the server: the client was detached, and its parent is to end.</summary>
    DetachKill = 202,

    /// <summary>From the server: there is nothing more for this client; a status, then perhaps a text.</summary>
    Exit = 203,

    /// <summary>From the server: <see cref="Exiting"/> was heard.</summary>
    Exited = 204,

    /// <summary>The client goes.</summary>
    Exiting = 205,

    /// <summary>From the server: it ends.</summary>
    Shutdown = 210,

    /// <summary>From the server: read a file for it. A number for the stream first.</summary>
    ReadOpen = 300,

    /// <summary>The answer: the stream and an error.</summary>
    ReadDone = 302,

    /// <summary>From the server: write a file for it. A number for the stream first.</summary>
    WriteOpen = 303,

    /// <summary>The answer: the stream and an error.</summary>
    WriteReady = 305,
}

/// <summary>One message from a server.</summary>
/// <param name="Type">Its kind; kinds that <see cref="PeerMessageType"/> does not name occur too.</param>
/// <param name="Payload">What it carries.</param>
public sealed record PeerMessage(PeerMessageType Type, ImmutableArray<byte> Payload)
{
    private const int StatusLength = sizeof(int);

    /// <summary>The text of an <see cref="PeerMessageType.Exit"/>, such as <c>access not allowed</c>; null when it has none.</summary>
    public string? ExitText
    {
        get
        {
            var text = Payload.Length > StatusLength ? Payload.AsSpan()[StatusLength..].TrimEnd((byte)0) : default;
            return text.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(text).ReplaceLineEndings(" ");
        }
    }
}
