using RunKit.Tmux.State;

namespace RunKit.Testing.InMemory;

/// <summary>The layout of a window whose panes stand one above the other, as tmux writes it.</summary>
internal static class PaneLayout
{
    public static TerminalSize Screen { get; } = new(80, 24);

    public static string Of(FakeTmuxWindow window)
    {
        var cells = window.Cells.Select((pane, index) => (pane, Top: Top(window, index), Height: Height(window, index))).ToArray();
        var text = cells is [var only]
            ? $"{Screen.Width}x{Screen.Height},0,0,{only.pane.Id.Number}"
            : $"{Screen.Width}x{Screen.Height},0,0[{string.Join(',', cells.Select(cell => $"{Screen.Width}x{cell.Height},0,{cell.Top},{cell.pane.Id.Number}"))}]";
        return $"{Checksum(text):x4},{text}";
    }

    public static int Height(FakeTmuxWindow window, int index) =>
        index == window.Cells.Count - 1 ? Math.Max(1, Screen.Height - Top(window, index)) : Each(window);

    private static int Each(FakeTmuxWindow window) => Math.Max(1, ((Screen.Height + 1) / window.Cells.Count) - 1);

    private static int Top(FakeTmuxWindow window, int index) => index * (Each(window) + 1);

    // layout-custom.c:layout_checksum: a sum that turns by one bit for each character.
    private static ushort Checksum(string layout) =>
        layout.Aggregate((ushort)0, (sum, character) => (ushort)(((sum >> 1) | ((sum & 1) << 15)) + character));
}
