using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>What <see cref="ControlModeReader"/> finds in tmux's output: a reply block, a notification, or a line of no known kind.</summary>
public abstract record ControlModeItem
{
    /// <summary>True when there was more of it than the reader keeps, and the rest was dropped.</summary>
    public abstract bool Cut { get; init; }
}

/// <summary>
/// A complete <c>%begin</c> ... <c>%end</c> or <c>%error</c> block. Its body is data: it may hold any bytes, lines that look like
/// notifications among them.
/// </summary>
/// <param name="Number">tmux's command number: increasing within a server, with gaps.</param>
/// <param name="FromStdin">True for the reply to a line of ours; false for an argv command or a hook (flags bit 0).</param>
/// <param name="Failed">True when it ended with <c>%error</c>.</param>
/// <param name="Body">The bytes between the guards, lines joined by <c>\n</c>, without the last line end.</param>
/// <param name="Cut">True when the body was longer than the reader keeps and its rest was dropped.</param>
public sealed record ControlBlock(uint Number, bool FromStdin, bool Failed, ReadOnlyMemory<byte> Body, bool Cut) : ControlModeItem
{
    /// <summary>The body as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body's lines as text; none for an empty body.</summary>
    public ImmutableArray<string> Lines => Body.IsEmpty ? [] : [.. Text.Split('\n')];
}

/// <summary>A line outside any block that is no notification, such as a <c>run-shell</c>'s output or tmux's usage text.</summary>
public sealed record UnframedLine(string Text) : ControlModeItem
{
    /// <inheritdoc/>
    public override bool Cut { get; init; }
}
