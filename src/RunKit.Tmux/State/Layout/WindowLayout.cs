using System.Diagnostics.CodeAnalysis;

namespace RunKit.Tmux.State.Layout;

/// <summary>
/// How a window is divided into panes, as tmux writes it in <c>#{window_layout}</c> and <c>%layout-change</c>:
/// <c>b25d,80x24,0,0,0</c> is a checksum and one cell. Its text reads back to the same layout.
/// </summary>
/// <param name="Checksum">As it was written.</param>
/// <param name="Root">The cell that is the whole window.</param>
/// <param name="Floating">
/// Panes that float above the others (3.7), written between <c>&lt;&gt;</c> after the root. The root may name the same panes again.
/// </param>
public sealed record WindowLayout(ushort Checksum, LayoutCell Root, ImmutableArray<LayoutCell> Floating)
{
    /// <summary>Cells may be nested this deep; a text that goes deeper is no layout.</summary>
    public const int MaxDepth = 256;

    /// <summary>Whether <see cref="Checksum"/> is that of the rest: whether the text is whole.</summary>
    public bool ChecksumHolds => Checksum == LayoutText.Checksum(LayoutText.Write(this));

    /// <summary>All panes in the order they are written: top to bottom and left to right, floating ones last, each once.</summary>
    public IEnumerable<PaneId> Panes => Floating.Insert(0, Root).SelectMany(PanesOf).Distinct();

    /// <summary>Reads a layout. It accepts exactly what tmux writes, but for the checksum, which <see cref="ChecksumHolds"/> judges.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WindowLayout? layout)
    {
        layout = text is null ? null : new LayoutParser(text).Parse();
        return layout is not null;
    }

    public override string ToString() => $"{Checksum:x4},{LayoutText.Write(this)}";

    public bool Equals(WindowLayout? other) =>
        other is not null && Checksum == other.Checksum && Root == other.Root && Floating.SequenceEqual(other.Floating);

    public override int GetHashCode() => HashCode.Combine(Checksum, Root, Floating.Length);

    private static IEnumerable<PaneId> PanesOf(LayoutCell cell) => cell switch
    {
        LayoutCell.Leaf { Pane: { } pane } => [pane],
        LayoutCell.Split split => split.Cells.SelectMany(PanesOf),
        _ => [],
    };
}
