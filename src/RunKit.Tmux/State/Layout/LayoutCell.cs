namespace RunKit.Tmux.State.Layout;

/// <summary>How the cells of a split stand to each other.</summary>
public enum SplitDirection
{
    /// <summary>Side by side; tmux writes <c>{}</c>.</summary>
    Horizontal,

    /// <summary>One above the other; tmux writes <c>[]</c>.</summary>
    Vertical,
}

/// <summary>A rectangle of a window. Sizes and places are in character cells, from the window's top left corner.</summary>
public abstract record LayoutCell(int Width, int Height, int X, int Y)
{
    /// <summary>A cell that holds a pane.</summary>
    /// <param name="Pane">Null where tmux did not say which.</param>
    public sealed record Leaf(int Width, int Height, int X, int Y, PaneId? Pane) : LayoutCell(Width, Height, X, Y);

    /// <summary>A cell that is split into others, at least one.</summary>
    public sealed record Split(int Width, int Height, int X, int Y, SplitDirection Direction, ImmutableArray<LayoutCell> Cells)
        : LayoutCell(Width, Height, X, Y)
    {
        public bool Equals(Split? other) =>
            other is not null && base.Equals(other) && Direction == other.Direction && Cells.SequenceEqual(other.Cells);

        public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Direction, Cells.Length);
    }
}
