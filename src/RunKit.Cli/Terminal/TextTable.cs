namespace RunKit.Cli.Terminal;

/// <summary>Columns of text, as wide as what stands in them. A table library takes longer to start than all else of <c>ls</c>.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="rows">The header first; every row has as many cells. A null cell reads <c>-</c>.</param>
    /// <param name="paint">What a cell of a row and a column is shown as; null for plain text.</param>
    public static void Write(TextWriter to, IReadOnlyList<string?[]> rows, Func<int, int, string, string>? paint = null)
    {
        var cells = rows.Select(row => row.Select(cell => cell is null ? "-" : Printable.Name(cell)).ToArray()).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        for (var number = 0; number < cells.Length; number++)
        {
            // The last cell of a row that says something ends it: no blanks behind it.
            var row = cells[number];
            var end = Array.FindLastIndex(row, cell => cell.Length > 0);
            to.Write(string.Join(Gap, row[..(end + 1)].Select((cell, column) =>
                (paint?.Invoke(number, column, cell) ?? cell) + new string(' ', column == end ? 0 : widths[column] - cell.Length))));
            to.Write('\n');
        }
    }
}
