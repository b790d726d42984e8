using System.Globalization;
using System.Text;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Panes;

/// <summary>The format that tells a pane, and the reading of what tmux makes of it.</summary>
public static class PaneFormat
{
    /// <summary>The format: numbers and flags, then texts in the form of a listing's.</summary>
    public const string Format =
        " #{pane_id} #{pane_pid} #{pane_width} #{pane_height} #{cursor_x} #{cursor_y} #{?cursor_flag,1,0} #{history_size} #{history_limit}"
        + " #{?pane_dead,1,0} #{?alternate_on,1,0} #{?pane_synchronized,1,0} #{?pane_input_off,1,0} #{?pane_pipe,1,0}"
        + " #{q:pane_dead_status}| #{q:pane_dead_signal}| #{q:bracket_paste_flag}|"
        + " #{q:pane_tty}| #{q:pane_current_command}| #{q:pane_current_path}| #{q:pane_title}| #{q:pane_mode}|";

    /// <summary>Reads one row; false when it is out of shape, and for a pane that is not there: tmux expands the format of nothing then.</summary>
    public static bool TryRead(string row, out PaneFacts facts)
    {
        facts = null!;
        var fields = new ListingRow(Encoding.UTF8.GetBytes(row));
        if (!fields.TryId('%', out var id)
            || !fields.TryNumber(out int pid)
            || !fields.TrySize(out var size)
            || !fields.TryNumber(out int column)
            || !fields.TryNumber(out int line)
            || !fields.TryFlag(out var visible)
            || !fields.TryNumber(out long history)
            || !fields.TryNumber(out long limit)
            || !TryFlags(ref fields, out var flags)
            || !TryTexts(ref fields, out var texts)
            || !fields.Rest.IsEmpty)
        {
            return false;
        }

        facts = new PaneFacts(
            new PaneId(id), pid, size, new PaneCursor(column, line, visible), history, limit, texts[3], texts[4], texts[5], texts[6], texts[7])
        {
            Dead = flags[0],
            Alternate = flags[1],
            Synchronized = flags[2],
            InputOff = flags[3],
            Piped = flags[4],
            ExitStatus = flags[0] && int.TryParse(texts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null,
            ExitSignal = flags[0] && texts[1].Length > 0 ? texts[1] : null,
            BracketedPaste = texts[2].Length == 0 ? null : texts[2] != "0",
        };
        return true;
    }

    private static bool TryFlags(ref ListingRow fields, out bool[] flags)
    {
        flags = new bool[5];
        for (var i = 0; i < flags.Length; i++)
        {
            if (!fields.TryFlag(out flags[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryTexts(ref ListingRow fields, out string[] texts)
    {
        texts = new string[8];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!fields.TryText(out texts[i]))
            {
                return false;
            }
        }

        return true;
    }
}
