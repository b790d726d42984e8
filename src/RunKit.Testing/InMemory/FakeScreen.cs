using System.Collections.Immutable;
using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Testing.InMemory;

/// <summary>What a fake pane shows: lines that scroll into its history, or what a full-screen program has drawn. One character is one column.</summary>
public sealed class FakeScreen
{
    private readonly List<string> _lines = [""];

    // The lines that go on in the next one, because the screen is not wider.
    private readonly HashSet<int> _wrapped = [];
    private (ImmutableArray<string> Rows, int Row, int Column)? _drawn;

    internal FakeScreen()
    {
    }

    /// <summary>How many columns it has.</summary>
    public int Width { get; } = PaneLayout.Screen.Width;

    /// <summary>Told what a terminal would be written for each change.</summary>
    internal Action<string>? Printed { get; set; }

    internal bool IsDrawn => _drawn is not null;

    /// <summary>Prints behind what stands there; <c>\n</c> begins a new line, and what is wider than the screen is broken.</summary>
    public void Print(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var character in text)
        {
            if (character == '\n')
            {
                _lines.Add("");
                continue;
            }

            if (_lines[^1].Length == Width)
            {
                _wrapped.Add(_lines.Count - 1);
                _lines.Add("");
            }

            _lines[^1] += character;
        }

        Printed?.Invoke(text.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    /// <summary>Takes the last character of the last line back.</summary>
    public void Erase()
    {
        _lines[^1] = _lines[^1].Length > 0 ? _lines[^1][..^1] : "";
        Printed?.Invoke("\b \b");
    }

    /// <summary>Shows these rows on the alternate screen, as a full-screen program does; the lines are kept behind it.</summary>
    /// <param name="rows">The rows from the top.</param>
    /// <param name="row">Where the cursor is.</param>
    /// <param name="column">Where the cursor is.</param>
    public void Draw(ImmutableArray<string> rows, int row, int column)
    {
        var begin = IsDrawn ? "" : "\e[?1049h";
        _drawn = (rows, row, column);
        Printed?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{begin}\e[H\e[2J{string.Join("\r\n", rows)}\e[{row + 1};{column + 1}H"));
    }

    /// <summary>Shows the lines again.</summary>
    public void Restore()
    {
        if (IsDrawn)
        {
            _drawn = null;
            Printed?.Invoke("\e[?1049l");
        }
    }

    internal int HistorySize(int height) => Math.Max(0, _lines.Count - height);

    internal PaneCursor Cursor(int height) => _drawn is var (_, row, column)
        ? new PaneCursor(column, row, true)
        : new PaneCursor(Math.Min(_lines[^1].Length, Width - 1), _lines.Count - 1 - HistorySize(height), true);

    /// <summary>The rows from one place to another: 0 is the screen's first, -1 the youngest of the history.</summary>
    internal IEnumerable<string> Rows(int height, int from, int to)
    {
        var history = HistorySize(height);
        for (var row = Math.Max(from, -history); row <= Math.Min(to, height - 1); row++)
        {
            yield return row >= 0 && _drawn is var (rows, _, _) ? rows.ElementAtOrDefault(row) ?? "" : _lines.ElementAtOrDefault(history + row) ?? "";
        }
    }

    /// <summary>The same with rows that were broken in one again.</summary>
    internal IEnumerable<string> Joined(int height, int from, int to)
    {
        var history = HistorySize(height);
        var joined = "";
        var row = Math.Max(from, -history);
        foreach (var text in Rows(height, from, to))
        {
            joined += text;
            if ((_drawn is not null && row >= 0) || !_wrapped.Contains(history + row) || row == Math.Min(to, height - 1))
            {
                yield return joined;
                joined = "";
            }

            row++;
        }
    }

    /// <summary>The rows behind what is drawn.</summary>
    internal IEnumerable<string> Hidden(int height) => Enumerable.Range(HistorySize(height), height).Select(row => _lines.ElementAtOrDefault(row) ?? "");
}
