using System.Text;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Commands;

/// <summary>What a server answered to <see cref="ListingCommands"/>.</summary>
/// <param name="Generation">Who answered.</param>
/// <param name="Version">Its tmux, such as <c>3.3a</c>.</param>
/// <param name="IsReleased">It is marked as released: RunKit is to stay away.</param>
/// <param name="WindowSize">Its global <c>window-size</c>.</param>
/// <param name="Hooks">Which hooks stand, as <see cref="HintHooks.Format"/> says.</param>
/// <param name="State">What lives on it.</param>
public sealed record ListingReply(
    ServerGeneration Generation, string Version, bool IsReleased, string WindowSize, string Hooks, ServerState State)
{
    /// <summary>Its option <c>exit-empty</c> is on: it ends when it has no session, as soon as no client is there.</summary>
    public bool ExitsWhenEmpty { get; init; }
}

/// <summary>Reads the replies to the listings of one server, one after the other. Not thread-safe.</summary>
/// <param name="commands">What was asked.</param>
public sealed class ListingReplyReader(ListingCommands commands)
{
    private readonly byte[] _partEnd = Encoding.ASCII.GetBytes($"{commands.PartEnd}\n");
    private readonly byte[] _end = Encoding.ASCII.GetBytes($"{commands.End} ");
    private readonly ListingReader _reader = new();

    /// <summary>Whether all that a listing prints is there; what follows is the end of the wait.</summary>
    public bool IsWhole(ReadOnlySpan<byte> output) => output.EndsWith("\n"u8) && FindEnd(output) >= 0;

    /// <summary>Reads a whole reply. One that cannot be read leaves what was read before as it is.</summary>
    /// <param name="problem">Why it cannot be read; empty when it can.</param>
    public bool TryRead(ReadOnlyMemory<byte> output, out ListingReply? reply, out string problem)
    {
        reply = null;
        problem = "tmux's listing ends before its end";
        var end = FindEnd(output.Span);
        if (end < 0)
        {
            return false;
        }

        var state = ServerState.Empty;
        if (!TryCut(output[..end], out var parts, out var windowSize))
        {
            problem = "tmux's listing is not in the parts asked for";
            return false;
        }

        if (parts.IsEmpty ? !TryReadNothing(out problem) : !_reader.TryRead(parts, out state, out problem))
        {
            return false;
        }

        reply = Identity(output.Span[(end + _end.Length)..], windowSize, state);
        problem = reply is null ? "tmux's listing does not say who it is" : "";
        return reply is not null;
    }

    private static bool TryReadNothing(out string problem)
    {
        problem = "";
        return true;
    }

    // The marks stand at the beginning of a line; only a name that holds them could be taken for one, and nobody knows them.
    private int FindEnd(ReadOnlySpan<byte> output)
    {
        if (output.StartsWith(_end))
        {
            return 0;
        }

        for (var from = 0; output[from..].IndexOf(_end) is >= 0 and var at; from += at + 1)
        {
            if (output[from + at - 1] == (byte)'\n')
            {
                return from + at;
            }
        }

        return -1;
    }

    private bool TryCut(ReadOnlyMemory<byte> output, out ImmutableArray<ReadOnlyMemory<byte>> parts, out string windowSize)
    {
        var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (output.Span.IndexOf(_partEnd) is >= 0 and var at)
        {
            found.Add(output[..at].Span.EndsWith("\n"u8) ? output[..(at - 1)] : output[..at]);
            output = output[(at + _partEnd.Length)..];
        }

        parts = found.ToImmutable();
        var rest = output.Span.TrimEnd((byte)'\n');
        windowSize = Encoding.UTF8.GetString(rest);
        return !rest.Contains((byte)'\n') && (parts.IsEmpty || parts.Length == StateReader.Parts);
    }

    private static ListingReply? Identity(ReadOnlySpan<byte> line, string windowSize, ServerState state)
    {
        var words = Encoding.UTF8.GetString(line).TrimEnd('\n').Split(' ');
        return words is [var pid, var start, var version, var released, var hooks]
            && int.TryParse(pid, System.Globalization.NumberStyles.None, null, out var pidNumber)
            && long.TryParse(start, System.Globalization.NumberStyles.None, null, out var startNumber)
                ? new ListingReply(new ServerGeneration(pidNumber, startNumber), version, released == "released", windowSize, hooks, state) { ExitsWhenEmpty = released == "-" }
                : null;
    }
}
