using System.Globalization;

namespace RunKit.Tmux.Streams;

/// <summary>The modes of a pane's terminal, as far as tmux tells them: what it does not know is null, which is not off.</summary>
/// <param name="State">What else the stream depends on.</param>
public sealed record PaneModes(PipedPane State)
{
    internal const string Format = "#{alternate_saved_x},#{alternate_saved_y},#{scroll_region_upper},#{scroll_region_lower},#{insert_flag},#{origin_flag},"
        + "#{wrap_flag},#{keypad_flag},#{keypad_cursor_flag},#{mouse_standard_flag},#{mouse_button_flag},#{mouse_all_flag},#{mouse_utf8_flag},"
        + "#{mouse_sgr_flag},#{bracket_paste_flag},#{cursor_shape},#{cursor_blinking},#{pane_tabs}|" + PipedPane.Format;

    private const int Numbers = 17;

    /// <summary>Where the cursor of the hidden screen is; null without one.</summary>
    public (int Column, int Row)? Saved { get; private init; }

    /// <summary>The first and last row that scroll; null where tmux does not tell.</summary>
    public (int Upper, int Lower)? Region { get; private init; }

    /// <summary>What is printed pushes what stands there to the right.</summary>
    public bool Insert { get; private init; }

    /// <summary>Rows are counted from the scroll region's first.</summary>
    public bool Origin { get; private init; }

    /// <summary>A line that is too long goes on in the next row.</summary>
    public bool Wrap { get; private init; } = true;

    /// <summary>The keypad sends what programs ask for.</summary>
    public bool Keypad { get; private init; }

    /// <summary>So do the cursor keys.</summary>
    public bool CursorKeys { get; private init; }

    /// <summary>Which of the modes 1000, 1002 and 1003 the mouse is in; 0 for none.</summary>
    public int Mouse { get; private init; }

    /// <summary>The mouse's positions are written in UTF-8 (1005).</summary>
    public bool MouseUtf8 { get; private init; }

    /// <summary>The mouse's positions are written as numbers (1006).</summary>
    public bool MouseSgr { get; private init; }

    /// <summary>Brackets stand around what is pasted; null where tmux does not tell.</summary>
    public bool? BracketedPaste { get; private init; }

    /// <summary>The cursor's shape in DECSCUSR's numbers; null where tmux does not tell.</summary>
    public int? CursorShape { get; private init; }

    /// <summary>The columns of the tab stops, from 0; null where tmux does not tell.</summary>
    public ImmutableArray<int>? Tabs { get; private init; }

    /// <summary>Reads it; null when it is out of shape.</summary>
    public static PaneModes? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var fields = bar < 0 ? [] : line[..bar].Split(',');
        if (fields.Length <= Numbers || PipedPane.Read(line[(bar + 1)..]) is not { } state)
        {
            return null;
        }

        bool On(int index) => fields[index] == "1";
        return new PaneModes(state)
        {
            Saved = Pair(fields[0], fields[1]),
            Region = Pair(fields[2], fields[3]),
            Insert = On(4),
            Origin = On(5),
            Wrap = fields[6] != "0",
            Keypad = On(7),
            CursorKeys = On(8),
            Mouse = On(11) ? 1003 : On(10) ? 1002 : On(9) ? 1000 : 0,
            MouseUtf8 = On(12),
            MouseSgr = On(13),
            BracketedPaste = fields[14].Length == 0 ? null : On(14),
            CursorShape = Shape(fields[15], fields[16]),
            Tabs = Columns(fields[Numbers..]),
        };
    }

    private static (int, int)? Pair(string one, string other) => Number(one) is { } first && Number(other) is { } second ? (first, second) : null;

    // A place that was never set is the greatest number of 32 bits.
    private static int? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue ? (int)number : null;

    private static int? Shape(string name, string blinking)
    {
        int? steady = name switch { "block" => 2, "underline" => 4, "bar" => 6, _ => null };
        return steady is { } number && blinking == "1" ? number - 1 : steady;
    }

    private static ImmutableArray<int>? Columns(string[] fields)
    {
        var columns = fields.Select(Number).ToArray();
        return columns.All(column => column is not null) ? [.. columns.Select(column => column!.Value)] : null;
    }
}
