namespace RunKit.Cli.Terminal;

/// <summary>Columns of text, as wide as what stands in them. A table library takes longer to start than all else of <c>ls</c>.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="rows">The header first; every row has as many cells. A null cell reads <c>-</c>.</param>
    public static void Write(TextWriter to, IReadOnlyList<string?[]> rows)
    {
        var cells = rows.Select(row => row.Select(cell => cell is null ? "-" : Printable.Name(cell)).ToArray()).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var row in cells)
        {
            to.Write(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            to.Write('\n');
        }
    }
}
