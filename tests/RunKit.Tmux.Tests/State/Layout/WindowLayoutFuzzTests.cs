using RunKit.Tmux.Identity;
using RunKit.Tmux.State.Layout;

namespace RunKit.Tmux.Tests.State.Layout;

public class WindowLayoutFuzzTests
{
    private const int Tests = 2;
    private const string Signs = "0123456789abcdefx,,,,{}[]<>- %é\0";

    private static readonly int Cases = Fuzz.Cases / Tests;

    [Fact]
    public void Any_layout_reads_back_from_its_text()
    {
        var random = new Random(21);
        for (var i = 0; i < Cases; i++)
        {
            var layout = Layout(random);
            WindowLayout.TryParse(layout.ToString(), out var read).ShouldBeTrue($"case {i}: {layout}");
            (read == layout).ShouldBeTrue($"case {i}: {layout}");
        }
    }

    [Fact]
    public void A_mutated_layout_never_throws_and_what_is_accepted_is_what_was_written()
    {
        var random = new Random(22);
        for (var i = 0; i < Cases; i++)
        {
            var text = Layout(random).ToString().ToList();
            for (var change = random.Next(4); change > 0; change--)
            {
                var at = random.Next(text.Count);
                text.RemoveRange(at, Math.Min(random.Next(3), text.Count - at));
                text.InsertRange(at, random.GetItems<char>(Signs, random.Next(3)));
                text.Add('0');
            }

            var mutated = string.Concat(text);
            if (WindowLayout.TryParse(mutated, out var layout))
            {
                layout.ToString().ShouldBe(mutated, $"case {i}");
            }
        }
    }

    private static WindowLayout Layout(Random random) => new(
        (ushort)random.Next(ushort.MaxValue + 1),
        Cell(random, 4),
        random.Next(4) == 0 ? [Leaf(random), Leaf(random)] : []);

    private static LayoutCell Cell(Random random, int depth) => depth == 0 || random.Next(3) == 0
        ? Leaf(random)
        : new LayoutCell.Split(
            Number(random),
            Number(random),
            Number(random),
            Number(random),
            (SplitDirection)random.Next(2),
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Cell(random, depth - 1))]);

    private static LayoutCell.Leaf Leaf(Random random) =>
        new(Number(random), Number(random), Number(random), Number(random), random.Next(5) == 0 ? null : new PaneId((uint)Number(random)));

    private static int Number(Random random) => random.Next(8) == 0 ? random.Next() : random.Next(200);
}
