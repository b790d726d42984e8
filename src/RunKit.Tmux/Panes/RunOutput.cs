using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>
/// Reads what a run's terminal printed, in pieces of any size, up to the mark that is written there after the command has ended. The terminal
/// turns each line end into two characters; here they are one again. In a shell that lives a mark stands before the output too, and the
/// status in the one behind it.
/// </summary>
public sealed class RunOutput
{
    private const byte Bell = 7;

    private readonly byte[] _begin;
    private readonly byte[] _end;
    private readonly ArrayBufferWriter<byte> _ready = new();
    private byte[] _held = [];

    /// <param name="id">The run.</param>
    /// <param name="inShell">It runs in a shell that lives.</param>
    public RunOutput(RunId id, bool inShell = false)
    {
        _begin = inShell ? Encoding.ASCII.GetBytes($"\x1b]7117;rk-run-{id};begin\x07") : [];
        _end = Encoding.ASCII.GetBytes($"\x1b]7117;rk-run-{id};end");
        HasBegun = !inShell;
    }

    /// <summary>The output has begun.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The mark has come: all of the output is there.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The status that a shell has told; null when it has told none.</summary>
    public int? Status { get; private set; }

    /// <summary>A command for the terminal that none knows, and so ignores.</summary>
    public static ImmutableArray<byte> Mark(RunId id) => [.. Encoding.ASCII.GetBytes($"\x1b]7117;rk-run-{id};end\x07")];

    /// <summary>The marks of a run in a shell, as <c>printf</c> takes them; the second wants the status as its argument.</summary>
    public static (string Begin, string End) ShellMarks(RunId id) => ($"\\033]7117;rk-run-{id};begin\\007", $"\\033]7117;rk-run-{id};end;%s\\007");

    /// <summary>Takes the next piece, and returns what of the output is certain by now; the bytes are good until the next call.</summary>
    public ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> piece)
    {
        _ready.ResetWrittenCount();
        if (!HasEnded)
        {
            byte[] text = [.. _held, .. piece];
            TakeFrom(Begin(text));
        }

        return _ready.WrittenMemory;
    }

    /// <summary>What was held back, when no more will come.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        _ready.ResetWrittenCount();
        if (HasBegun)
        {
            Take(_held, isLast: true);
        }

        return _ready.WrittenMemory;
    }

    private void TakeFrom(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(_end) is not (>= 0 and var end))
        {
            if (HasBegun)
            {
                Take(text, isLast: false);
            }

            return;
        }

        if (HasBegun)
        {
            Take(text[..end], isLast: true);
        }

        var mark = text[end..];
        var bell = mark.IndexOf(Bell);
        HasEnded = bell >= 0;
        if (HasEnded)
        {
            Status = Utf8Parser.TryParse(mark[Math.Min(bell, _end.Length + 1)..bell], out int status, out _) ? status : null;
            mark = [];
        }

        _held = mark.ToArray();
    }

    // What comes before the output: the echo of the line that was typed, and what a shell prints before it runs one.
    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> text)
    {
        if (HasBegun)
        {
            return text;
        }

        var begin = text.IndexOf(_begin);
        HasBegun = begin >= 0;
        if (HasBegun)
        {
            return text[(begin + _begin.Length)..];
        }

        _held = text[^Math.Min(text.Length, _begin.Length - 1)..].ToArray();
        return text;
    }

    private void Take(ReadOnlySpan<byte> text, bool isLast)
    {
        var certain = isLast ? text.Length : text.Length - Uncertain(text);
        _held = text[certain..].ToArray();
        text = text[..certain];
        while (text.IndexOf("\r\n"u8) is >= 0 and var at)
        {
            _ready.Write(text[..at]);
            _ready.Write("\n"u8);
            text = text[(at + 2)..];
        }

        _ready.Write(text);
    }

    // A beginning of the mark, or half a line end.
    private int Uncertain(ReadOnlySpan<byte> text)
    {
        for (var length = Math.Min(_end.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(_end.AsSpan(0, length)))
            {
                // What stands before it is certain: a line end has no part in the mark.
                return length;
            }
        }

        return text.EndsWith("\r"u8) ? 1 : 0;
    }
}
