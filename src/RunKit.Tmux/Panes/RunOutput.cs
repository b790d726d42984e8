using System.Buffers;
using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>
/// Reads what a run's terminal printed, in pieces of any size, up to the mark that is written there after the command has ended. The terminal
/// turns each line end into two characters; here they are one again.
/// </summary>
public sealed class RunOutput
{
    private readonly byte[] _mark;
    private readonly ArrayBufferWriter<byte> _ready = new();
    private byte[] _held = [];

    /// <param name="id">The run.</param>
    public RunOutput(RunId id) => _mark = [.. Mark(id)];

    /// <summary>The mark has come: all of the output is there.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>A command for the terminal that none knows, and so ignores.</summary>
    public static ImmutableArray<byte> Mark(RunId id) => [.. Encoding.ASCII.GetBytes($"\x1b]7117;rk-run-{id};end\x07")];

    /// <summary>Takes the next piece, and returns what of the output is certain by now; the bytes are good until the next call.</summary>
    public ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> piece)
    {
        _ready.ResetWrittenCount();
        if (!HasEnded)
        {
            byte[] text = [.. _held, .. piece];
            var end = text.AsSpan().IndexOf(_mark);
            HasEnded = end >= 0;
            Take(text.AsSpan(0, HasEnded ? end : text.Length), isLast: HasEnded);
        }

        return _ready.WrittenMemory;
    }

    /// <summary>What was held back, when no more will come.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        _ready.ResetWrittenCount();
        Take(_held, isLast: true);
        return _ready.WrittenMemory;
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
        for (var length = Math.Min(_mark.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(_mark.AsSpan(0, length)))
            {
                // What stands before it is certain: a line end has no part in the mark.
                return length;
            }
        }

        return text.EndsWith("\r"u8) ? 1 : 0;
    }
}
