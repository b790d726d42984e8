using System.Text;
using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>Feeds a reader and shows what it found, one comparable line for each item.</summary>
internal static class ReaderText
{
    public static IReadOnlyList<ControlModeItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<ControlModeItem> Read(params byte[][] parts) => ReadWithin(ReaderLimits.Default, parts);

    public static IReadOnlyList<ControlModeItem> ReadWithin(ReaderLimits limits, params byte[][] parts)
    {
        var reader = new ControlModeReader(limits: limits);
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

    public static string Show(ControlModeItem item) => item switch
    {
        ControlBlock block =>
            $"block {block.Number} stdin={block.FromStdin} failed={block.Failed} cut={block.Cut} {Convert.ToHexString(block.Body.Span)}",
        TmuxNotification.Output output => $"output {output.Pane} cut={output.Cut} {Convert.ToHexString(output.Data.Span)}",
        TmuxNotification.ExtendedOutput output =>
            $"extended {output.Pane} {output.AgeMilliseconds} cut={output.Cut} {Convert.ToHexString(output.Data.Span)}",
        _ => item.ToString(),
    };

    /// <summary>Whether both are the same items with the same content.</summary>
    public static bool AreTheSame(IReadOnlyList<ControlModeItem> items, IReadOnlyList<ControlModeItem> others) =>
        items.Count == others.Count && items.Zip(others).All(pair => IsTheSame(pair.First, pair.Second));

    private static bool IsTheSame(ControlModeItem item, ControlModeItem other) => item is ControlBlock block && other is ControlBlock twin
        ? block.Body.Span.SequenceEqual(twin.Body.Span) && block with { Body = default } == twin with { Body = default }
        : item == other;

    public static ControlBlock Block(string body, bool fromStdin = true, bool failed = false) =>
        new(1, fromStdin, failed, Encoding.UTF8.GetBytes(body), Cut: false);
}
