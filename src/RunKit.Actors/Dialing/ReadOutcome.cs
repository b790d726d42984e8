using RunKit.Tmux.Commands;

namespace RunKit.Actors.Dialing;

/// <summary>What a listing of a server came to.</summary>
internal abstract record ReadOutcome
{
    public sealed record Read(ListingReply Reply) : ReadOutcome;

    /// <summary>Nothing is known now that was not known before; <paramref name="Detail"/> is one line.</summary>
    public sealed record Failed(ReadFailure Kind, string Detail) : ReadOutcome;
}

/// <summary>Why a listing failed.</summary>
internal enum ReadFailure
{
    /// <summary>Nothing listens on the socket.</summary>
    Dead,

    /// <summary>No answer in time.</summary>
    Unanswered,

    /// <summary>It accepts no connections.</summary>
    BacklogFull,

    /// <summary>It, or the file system, does not let this user in.</summary>
    NoAccess,

    /// <summary>Another process listens on the socket.</summary>
    GenerationChanged,

    /// <summary>The server has said that it ends.</summary>
    Exiting,

    /// <summary>The server closed the connection before it had read anything: it is on its way out, or was ended by a signal.</summary>
    ClosedUnread,

    /// <summary>The connection ended in the middle.</summary>
    ConnectionLost,

    /// <summary>What it says is not understood, or was more than is kept.</summary>
    NotUnderstood,

    /// <summary>Something of this process's own: no descriptor, no program, given up.</summary>
    Local,
}
