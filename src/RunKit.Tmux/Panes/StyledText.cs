using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>A row as tmux prints it with <c>capture-pane -e</c>: text with the sequences that style it.</summary>
public static class StyledText
{
    private const char Escape = '\e';
    private const char Bell = '\a';
    private const char LineDrawing = '\u000e';
    private const char Letters = '\u000f';

    // What the letters from '`' to '~' are while line drawing is on.
    private const string Drawings = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    /// <summary>The text alone: no sequence, and no blank at its end.</summary>
    public static string Plain(string row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var text = new StringBuilder(row.Length);
        var drawing = false;
        for (var at = 0; at < row.Length;)
        {
            switch (row[at])
            {
                case Escape:
                    at = EndOfSequence(row, at + 1);
                    break;
                case LineDrawing or Letters:
                    drawing = row[at++] == LineDrawing;
                    break;
                case >= '`' and <= '~' when drawing:
                    text.Append(Drawings[row[at++] - '`']);
                    break;
                default:
                    text.Append(row[at++]);
                    break;
            }
        }

        return text.ToString().TrimEnd(' ');
    }

    // tmux writes CSI (colours and attributes) and OSC (links), nothing else.
    private static int EndOfSequence(string row, int at)
    {
        if (at >= row.Length)
        {
            return at;
        }

        var isCommand = row[at] == ']';
        var isControl = row[at++] == '[';
        while (isCommand && at < row.Length)
        {
            if (row[at] == Bell)
            {
                return at + 1;
            }

            if (row[at] == Escape)
            {
                return Math.Min(at + 2, row.Length);
            }

            at++;
        }

        while (isControl && at < row.Length)
        {
            if (row[at++] is >= '@' and <= '~')
            {
                return at;
            }
        }

        return at;
    }
}
