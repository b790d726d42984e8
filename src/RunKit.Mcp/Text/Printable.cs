namespace RunKit.Mcp.Text;

/// <summary>Texts of strangers in lines of ours.</summary>
internal static class Printable
{
    private const int MostCharacters = 200;

    /// <summary>As one line, cut where it is long.</summary>
    public static string Line(string text) =>
        string.Concat(text.Take(MostCharacters).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + (text.Length > MostCharacters ? "..." : "");
}
