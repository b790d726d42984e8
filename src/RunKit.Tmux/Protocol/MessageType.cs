namespace RunKit.Tmux.Protocol;

/// <summary>
/// The kinds of message between a plain tmux client and its server, with tmux's numbers (<c>tmux-protocol.h</c>, protocol version 8, the
/// same from 3.2 on). Kinds that are not named here occur too and say nothing to a plain client.
/// </summary>
public enum MessageType
{
    /// <summary>From the server: it speaks another version of the protocol.</summary>
    Version = 12,

    /// <summary>The client's terminal; empty without one.</summary>
    IdentifyTerminal = 101,

    /// <summary>The client's tty; empty without one.</summary>
    IdentifyTtyName = 102,

    /// <summary>The terminal's descriptor, to read from.</summary>
    IdentifyStandardInput = 104,

    /// <summary>One variable of the client's environment.</summary>
    IdentifyEnvironment = 105,

    /// <summary>The client has said who it is.</summary>
    IdentifyDone = 106,

    /// <summary>The client's pid.</summary>
    IdentifyProcess = 107,

    /// <summary>The client's working directory.</summary>
    IdentifyDirectory = 108,

    /// <summary>What the client's terminal can do; nothing without one.</summary>
    IdentifyFeatures = 109,

    /// <summary>The terminal's descriptor, to write to.</summary>
    IdentifyStandardOutput = 110,

    /// <summary>What kind of client it is.</summary>
    IdentifyFlags = 111,

    /// <summary>One capability of the client's terminal.</summary>
    IdentifyCapability = 112,

    /// <summary>The commands to run.</summary>
    Command = 200,

    /// <summary>From the server: the client is detached.</summary>
    Detach = 201,

    /// <summary>The same, and the client's parent is to be ended.</summary>
    DetachKill = 202,

    /// <summary>From the server: the commands have ended; a status, then perhaps a text.</summary>
    Exit = 203,

    /// <summary>The client disconnects.</summary>
    Exiting = 205,

    /// <summary>From the server: lock the terminal.</summary>
    Lock = 206,

    /// <summary>From the server: the client is attached.</summary>
    Ready = 207,

    /// <summary>The client's terminal has another size.</summary>
    Resize = 208,

    /// <summary>From the server: it ends, and the client's commands with it.</summary>
    Shutdown = 210,

    /// <summary>From the server: the client is to be suspended.</summary>
    Suspend = 214,

    /// <summary>The terminal is locked no longer.</summary>
    Unlock = 215,

    /// <summary>The client goes on.</summary>
    WakeUp = 216,

    /// <summary>From the server: read a file for it.</summary>
    ReadOpen = 300,

    /// <summary>A piece of that file.</summary>
    Read = 301,

    /// <summary>The file's end, or why it cannot be read.</summary>
    ReadDone = 302,

    /// <summary>From the server: open a file for it to write to.</summary>
    WriteOpen = 303,

    /// <summary>From the server: a piece to write.</summary>
    Write = 304,

    /// <summary>The file is open, or why it is not.</summary>
    WriteReady = 305,
}
