using System.Text;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Protocol;

/// <summary>
/// Tells what a tmux process says of its connection from what its command says. The two share stderr, so only a text that is wholly the
/// program's own counts, and only where nothing was printed.
/// </summary>
public static class ClientProcessEnd
{
    private const string CannotConnect = "error connecting to ";

    /// <summary>What became of a command whose process ended so; null when the connection was not at fault.</summary>
    /// <param name="socket">The socket that it was told to connect to.</param>
    /// <param name="output">What it printed.</param>
    /// <param name="error">What it said on stderr.</param>
    public static TmuxResult? Problem(SocketPath socket, ReadOnlySpan<byte> output, ReadOnlySpan<byte> error)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var text = Encoding.UTF8.GetString(error).TrimEnd('\n');
        if (text == "server exited unexpectedly")
        {
            // Before anything was printed it may as well have come too late to a server that shuts down: it accepts, and closes at once.
            return new TmuxResult.Unknown(output.IsEmpty ? UnknownReason.ClosedUnread : UnknownReason.ConnectionLost, text);
        }

        return output.IsEmpty && Reason(socket, text) is { } reason ? new TmuxResult.NotSent(reason, text) : null;
    }

    private static NotSentReason? Reason(SocketPath socket, string text)
    {
        var connecting = $"{CannotConnect}{socket} (";
        return text switch
        {
            "access not allowed" => NotSentReason.NotOurs,
            _ when text == $"no server running on {socket}" => NotSentReason.ServerDead,
            _ when text == $"{connecting}No such file or directory)" => NotSentReason.Absent,
            _ when text == $"{connecting}Permission denied)" => NotSentReason.NotOurs,
            _ when text == $"{connecting}Resource temporarily unavailable)" => NotSentReason.BacklogFull,
            _ when text.StartsWith(connecting, StringComparison.Ordinal) => NotSentReason.Unreachable,
            _ when text.StartsWith("protocol version mismatch (client ", StringComparison.Ordinal) => NotSentReason.WrongProtocol,
            _ => null,
        };
    }
}
