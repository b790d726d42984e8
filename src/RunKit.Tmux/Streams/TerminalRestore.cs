using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Streams;

/// <summary>
/// The bytes that make a terminal show a pane and go on from there: reset, the hidden screen, the screen, margins, tabs, modes, and the cursor last,
/// because margins and origin move it. What tmux does not tell, the colour of what is printed next among it, is as after a reset.
/// </summary>
public static partial class TerminalRestore
{
    private const int UsualTab = 8;

    /// <summary>Makes them.</summary>
    /// <param name="reply">What a line of <see cref="StreamCommands"/> printed.</param>
    /// <param name="modes">The pane's modes.</param>
    public static byte[] Build(PaneReply reply, PaneModes modes)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(modes);
        var (facts, rows) = (reply.Facts, reply.Parts[0]);
        var to = new StringBuilder("\ec");
        if (facts.Alternate)
        {
            var history = Math.Max(0, rows.Length - facts.Size.Height);
            var hidden = reply.Parts[1];
            Write(to, [.. rows.Take(history), .. hidden], history + (modes.Saved?.Row ?? hidden.Length - 1));
            Place(to, modes.Saved?.Row ?? 0, modes.Saved?.Column ?? 0);
            to.Append("\e[?1049h\e[H");
            Write(to, [.. rows.Skip(history)], facts.Cursor.Row);
        }
        else
        {
            Write(to, rows, rows.Length - facts.Size.Height + facts.Cursor.Row);
        }

        SetModes(to, facts, modes);
        SetCursor(to, facts, modes, rows);
        return [.. Encoding.UTF8.GetBytes(to.ToString()), .. Pending(reply.Parts[2])];
    }

    // Rows behind the last that shows something are blank as they are.
    private static void Write(StringBuilder to, ImmutableArray<string> rows, int cursor)
    {
        var last = rows.Length - 1;
        while (last > cursor && Plain(rows[last]).Length == 0)
        {
            last--;
        }

        for (var row = 0; row <= last; row++)
        {
            to.Append(row == 0 ? "" : "\r\n").Append(rows[row]);
        }

        to.Append("\e[m");
    }

    private static string Plain(string row) => Style().Replace(row, "").TrimEnd(' ');

    private static void SetModes(StringBuilder to, PaneFacts facts, PaneModes modes)
    {
        if (modes.Region is var (upper, lower) && upper < lower && (upper, lower) != (0, facts.Size.Height - 1))
        {
            to.Append(CultureInfo.InvariantCulture, $"\e[{upper + 1};{lower + 1}r");
        }

        if (modes.Tabs is { } tabs && !tabs.SequenceEqual(UsualTabs(facts.Size.Width)))
        {
            to.Append("\e[3g");
            foreach (var tab in tabs)
            {
                to.Append(CultureInfo.InvariantCulture, $"\e[1;{tab + 1}H\eH");
            }
        }

        Set(to, modes.Insert, "4h");
        Set(to, modes.CursorKeys, "?1h");
        to.Append(modes.Keypad ? "\e=" : "");
        Set(to, modes.Mouse != 0, string.Create(CultureInfo.InvariantCulture, $"?{modes.Mouse}h"));
        Set(to, modes.MouseUtf8, "?1005h");
        Set(to, modes.MouseSgr, "?1006h");
        Set(to, modes.BracketedPaste == true, "?2004h");
        Set(to, !facts.Cursor.Visible, "?25l");
        if (modes.CursorShape is { } shape)
        {
            to.Append(CultureInfo.InvariantCulture, $"\e[{shape} q");
        }

        if (facts.Title.Length > 0 && !facts.Title.Any(char.IsControl))
        {
            to.Append("\e]2;").Append(facts.Title).Append("\e\\");
        }
    }

    private static void SetCursor(StringBuilder to, PaneFacts facts, PaneModes modes, ImmutableArray<string> rows)
    {
        var (row, column, width) = (facts.Cursor.Row, facts.Cursor.Column, facts.Size.Width);
        if (column >= width)
        {
            // Behind the last column: only what is written there leaves the cursor so.
            var index = Math.Max(0, rows.Length - facts.Size.Height) + row;
            Place(to, row, 0);
            if (index < rows.Length)
            {
                to.Append(string.Concat(rows.Take(index).SelectMany(before => Style().Matches(before).Select(match => match.Value)))).Append(rows[index]).Append("\e[m");
            }
        }

        Set(to, !modes.Wrap, "?7l");
        Set(to, modes.Origin, "?6h");
        if (column < width)
        {
            Place(to, modes.Origin ? row - (modes.Region?.Upper ?? 0) : row, column);
        }
    }

    private static void Place(StringBuilder to, int row, int column) => to.Append(CultureInfo.InvariantCulture, $"\e[{Math.Max(0, row) + 1};{column + 1}H");

    private static void Set(StringBuilder to, bool isSet, string mode) => to.Append(isSet ? $"\e[{mode}" : "");

    private static IEnumerable<int> UsualTabs(int width) => Enumerable.Range(1, width).Select(tab => tab * UsualTab).TakeWhile(tab => tab < width);

    // A sequence that is not whole yet: tmux writes what is not printable as three octal digits.
    private static IEnumerable<byte> Pending(ImmutableArray<string> rows)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', rows));
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 3 < text.Length && text[(at + 1)..(at + 4)].All(digit => digit is >= (byte)'0' and <= (byte)'7'))
            {
                yield return (byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0'));
                at += 3;
            }
            else
            {
                yield return text[at];
            }
        }
    }

    [GeneratedRegex("\e\\[[0-9;:]*m|\u000e|\u000f", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Style();
}
