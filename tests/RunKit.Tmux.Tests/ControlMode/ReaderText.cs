using System.Text;
using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>Feeds a reader and shows what it found, one comparable line for each item.</summary>
internal static class ReaderText
{
    public static IReadOnlyList<ControlModeItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<ControlModeItem> Read(params byte[][] parts)
    {
        var reader = new ControlModeReader();
        var items = new List<ControlModeItem>();
        foreach (var part in parts)
        {
            reader.Feed(part);
            while (reader.TryTake(out var item))
            {
                items.Add(item);
            }
        }

        return items;
    }

    public static IEnumerable<string> Show(IEnumerable<ControlModeItem> items) => items.Select(Show);

    public static string Show(ControlModeItem item) => item is ControlBlock block
        ? $"block {block.Number} stdin={block.FromStdin} failed={block.Failed} cut={block.Cut} {Convert.ToHexString(block.Body.Span)}"
        : item.ToString();

    public static ControlBlock Block(string body, bool fromStdin = true, bool failed = false) =>
        new(1, fromStdin, failed, Encoding.UTF8.GetBytes(body), Cut: false);
}
