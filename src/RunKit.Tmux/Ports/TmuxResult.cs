using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Ports;

/// <summary>What became of a command line.</summary>
public abstract record TmuxResult
{
    private TmuxResult()
    {
    }

    /// <summary>It ran to its end.</summary>
    /// <param name="Status">0, or 1 when a command of it failed, which ends the line.</param>
    /// <param name="Output">What it printed.</param>
    /// <param name="Error">What it said is wrong.</param>
    /// <param name="Cut">More was printed than the limit; the beginning is here.</param>
    public sealed record Exited(int Status, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Error, bool Cut) : TmuxResult;

    /// <summary>It certainly did not run and never will.</summary>
    public sealed record NotSent(NotSentReason Reason, string Detail) : TmuxResult
    {
        /// <summary>Why a line is not sent to any server: it was cancelled before, or is too long for a message. Null when it may be.</summary>
        /// <param name="line">What is to be sent.</param>
        /// <param name="cancellationToken">Its caller's.</param>
        public static NotSent? Before(TmuxCommandLine line, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(line);
            return cancellationToken.IsCancellationRequested ? new NotSent(NotSentReason.Cancelled, "cancelled before it was sent")
                : line.LengthProblem is { } problem ? new NotSent(NotSentReason.TooLong, problem)
                : null;
        }
    }

    /// <summary>It may have run, in whole or in part, and may yet run; nobody can tell.</summary>
    public sealed record Unknown(UnknownReason Reason, string Detail) : TmuxResult;
}

/// <summary>Why a command line was not sent.</summary>
public enum NotSentReason
{
    /// <summary>Nobody listens on the socket: the server that made it is dead.</summary>
    ServerDead,

    /// <summary>There is no such file. A live server may have lost its socket, so this alone proves no death.</summary>
    Absent,

    /// <summary>The server does not accept connections, and its backlog is full.</summary>
    BacklogFull,

    /// <summary>Another process than the expected one listens, or the expected one has ended.</summary>
    GenerationChanged,

    /// <summary>The file is no socket, or not this user's, or access was refused.</summary>
    NotOurs,

    /// <summary>The line is longer than a message may be.</summary>
    TooLong,

    /// <summary>This process has no file descriptor left.</summary>
    NoDescriptor,

    /// <summary>The server speaks another version of the protocol.</summary>
    WrongProtocol,

    /// <summary>The server is on its way out and closed the connection before anything was sent.</summary>
    ServerExiting,

    /// <summary>The tmux program could not be started.</summary>
    NoProgram,

    /// <summary>It was cancelled before it began.</summary>
    Cancelled,

    /// <summary>Any other failure to connect, in words.</summary>
    Unreachable,
}

/// <summary>Why it is not known whether a command line ran.</summary>
public enum UnknownReason
{
    /// <summary>It did not end in time.</summary>
    Deadline,

    /// <summary>The caller gave up.</summary>
    Cancelled,

    /// <summary>The connection ended in the middle.</summary>
    ConnectionLost,

    /// <summary>The server said that it ends.</summary>
    ServerExiting,

    /// <summary>The server closed the connection before it had read the command: it is on its way out, or was ended by a signal.</summary>
    ClosedUnread,

    /// <summary>The server said something that is not the protocol.</summary>
    NotUnderstood,
}
