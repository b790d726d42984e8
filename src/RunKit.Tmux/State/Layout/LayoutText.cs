using System.Globalization;
using System.Text;

namespace RunKit.Tmux.State.Layout;

/// <summary>A layout as tmux writes it.</summary>
internal static class LayoutText
{
    /// <summary>tmux's checksum over all that follows the first comma: rotate right by one bit, add the byte.</summary>
    public static ushort Checksum(string text) =>
        text.Aggregate((ushort)0, (sum, c) => (ushort)(((sum >> 1) | ((sum & 1) << 15)) + c));

    /// <summary>The layout without its checksum.</summary>
    public static string Write(WindowLayout layout)
    {
        var text = new StringBuilder();
        Write(text, layout.Root);
        if (!layout.Floating.IsEmpty)
        {
            WriteAll(text, '<', layout.Floating, '>');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, LayoutCell cell)
    {
        text.Append(CultureInfo.InvariantCulture, $"{cell.Width}x{cell.Height},{cell.X},{cell.Y}");
        switch (cell)
        {
            case LayoutCell.Leaf { Pane: { } pane }:
                text.Append(CultureInfo.InvariantCulture, $",{pane.Number}");
                break;
            case LayoutCell.Split { Direction: SplitDirection.Horizontal } split:
                WriteAll(text, '{', split.Cells, '}');
                break;
            case LayoutCell.Split split:
                WriteAll(text, '[', split.Cells, ']');
                break;
        }
    }

    private static void WriteAll(StringBuilder text, char open, ImmutableArray<LayoutCell> cells, char close)
    {
        text.Append(open);
        foreach (var cell in cells)
        {
            Write(text, cell);
            text.Append(',');
        }

        text[^1] = close;
    }
}
