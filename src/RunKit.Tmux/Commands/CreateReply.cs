using System.Globalization;
using System.Text;

namespace RunKit.Tmux.Commands;

/// <summary>What a creation printed, as far as it is ours.</summary>
/// <param name="IsStarted">The server was started by this creation.</param>
/// <param name="IsTaken">Somebody else has started it, and nothing was made.</param>
/// <param name="Made">The session that was made; null for none.</param>
/// <param name="Held">The pane that stays when its program ends, until it is let end.</param>
/// <param name="Before">What was printed before: the errors of the configuration.</param>
public sealed record CreateReply(bool IsStarted, bool IsTaken, MadeSession? Made, PaneId? Held, ImmutableArray<string> Before)
{
    internal const string StartedWord = "started";
    internal const string TakenWord = "taken";
    internal const string MadeWord = "made";
    internal const string HeldWord = "held";
    internal const string Format = "#{pid} #{start_time} #{session_id} #{pane_id} #{pane_pid} #{session_name}";

    private const int Fields = 6;

    /// <summary>Reads it. Bytes that are no UTF-8 become U+FFFD; what is not ours, or not whole, does not count.</summary>
    public static CreateReply Read(ReadOnlySpan<byte> output, string nonce)
    {
        var reply = new CreateReply(false, false, null, null, []);
        var isOurs = false;
        foreach (var line in Encoding.UTF8.GetString(output).Split('\n'))
        {
            if (line.StartsWith($"{nonce} ", StringComparison.Ordinal))
            {
                reply = reply.With(line[(nonce.Length + 1)..]);
                isOurs = true;
            }
            else if (!isOurs && !string.IsNullOrWhiteSpace(line))
            {
                reply = reply with { Before = reply.Before.Add(line.Trim()) };
            }
        }

        return reply;
    }

    private CreateReply With(string words) => words.Split(' ', 2) switch
    {
        [StartedWord] => this with { IsStarted = true },
        [TakenWord] => this with { IsTaken = true },
        [HeldWord, var pane] when PaneId.TryParse(pane, out var held) => this with { Held = held },
        [MadeWord, var made] => this with { Made = MadeSession.TryRead(made.Split(' ', Fields)) ?? Made },
        _ => this,
    };
}

/// <summary>A session that was made.</summary>
/// <param name="Generation">Its server.</param>
/// <param name="Session">Its id.</param>
/// <param name="Pane">Its first pane.</param>
/// <param name="PanePid">The process in it.</param>
/// <param name="Name">The name that tmux gave it.</param>
public sealed record MadeSession(ServerGeneration Generation, SessionId Session, PaneId Pane, int PanePid, string Name)
{
    internal static MadeSession? TryRead(string[] fields) =>
        fields is [var pid, var start, var session, var pane, var panePid, var name]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var pidNumber)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startNumber)
        && SessionId.TryParse(session, out var sessionId)
        && PaneId.TryParse(pane, out var paneId)
        && int.TryParse(panePid, NumberStyles.None, CultureInfo.InvariantCulture, out var panePidNumber)
            ? new MadeSession(new ServerGeneration(pidNumber, startNumber), sessionId, paneId, panePidNumber, name)
            : null;
}
