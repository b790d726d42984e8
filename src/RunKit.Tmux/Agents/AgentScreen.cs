using System.Text.RegularExpressions;

namespace RunKit.Tmux.Agents;

/// <summary>
/// The rows of a pane, without what only frames them. Patterns find texts in regions of it; where a narrow pane has broken a text, its pieces stand in
/// rows below each other.
/// </summary>
public sealed class AgentScreen
{
    private const string Frame = "│┃║|▌▐█ \t ";
    private readonly string[] _rows;
    private readonly string[] _raw;

    /// <param name="rows">The rows, as tmux prints them.</param>
    public AgentScreen(IEnumerable<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _raw = [.. rows];
        _rows = [.. _raw.Select(row => row.Trim(Frame.ToCharArray()))];
    }

    /// <summary>Nothing.</summary>
    public static AgentScreen Empty { get; } = new([]);

    /// <summary>A region's rows that have something in them, from above.</summary>
    /// <param name="region">Which.</param>
    /// <param name="most">How many at most; the last ones, and of the input the first.</param>
    /// <param name="input">How the row of the input begins; null where that is not known.</param>
    public ImmutableArray<string> Region(AgentRegion region, int most, Regex? input)
    {
        switch (region)
        {
            case AgentRegion.Box:
                var (top, bottom) = Box();
                return bottom > top ? Last(top + 1, bottom, most) : [];
            case AgentRegion.AboveInput:
                return InputRow(input) is >= 0 and var above ? Last(0, above, most) : [];
            case AgentRegion.Input:
                return InputRow(input) is >= 0 and var at ? [.. Filled(at, _rows.Length).Take(most)] : [];
            default:
                return Last(0, _rows.Length, most);
        }
    }

    private ImmutableArray<string> Last(int from, int until, int most) => [.. Filled(from, until).TakeLast(most)];

    private IEnumerable<string> Filled(int from, int until)
    {
        for (var row = from; row < until; row++)
        {
            if (_rows[row].Length > 0 && !IsRule(_rows[row]))
            {
                yield return _rows[row];
            }
        }
    }

    // A row that is drawn and says nothing.
    private static bool IsRule(string row) => row.All(c => c is >= '─' and <= '╿' or '▀' or '▄' or ' ');

    private int InputRow(Regex? input) => input is null ? -1 : Array.FindLastIndex(_rows, row => input.IsMatch(row));

    private (int Top, int Bottom) Box()
    {
        var bottom = Array.FindLastIndex(_raw, row => row.TrimStart() is ['╰' or '└' or '╚' or '┗', ..]);
        var top = bottom < 0 ? -1 : Array.FindLastIndex(_raw, bottom, row => row.TrimStart() is ['╭' or '┌' or '╔' or '┏', ..]);
        return top < 0 ? (0, -1) : (top, bottom);
    }
}
