namespace RunKit.Tmux.Commands;

/// <summary>
/// What may be given to <c>select-layout</c>. tmux 3.3a prints an error that it never set for a text without a checksum in front, and
/// crashes: so no other text is ever sent.
/// </summary>
public static class LayoutName
{
    private const int ChecksumLength = 4;

    private static readonly string[] Names =
    [
        "even-horizontal", "even-vertical", "main-horizontal", "main-horizontal-mirrored", "main-vertical", "main-vertical-mirrored", "tiled",
    ];

    /// <summary>Why a text is no layout, in one line; null when it is a name or begins as a layout's text does.</summary>
    public static string? Problem(string layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var hasChecksum = layout.Length > ChecksumLength && layout[ChecksumLength] == ',' && layout[..ChecksumLength].All(char.IsAsciiHexDigit);
        return hasChecksum || Names.Contains(layout, StringComparer.Ordinal)
            ? null
            : $"a layout is one of {string.Join(", ", Names)}, or a text as tmux prints it (#{{window_layout}})";
    }
}
