using RunKit.Tmux.Identity;
using RunKit.Tmux.State.Layout;

namespace RunKit.Tmux.Tests.State.Layout;

public class WindowLayoutTests
{
    // The one with <> was seen on 3.7c, the others on 3.3a.
    public static TheoryData<string> Real =>
    [
        "b25d,80x24,0,0,0",
        "d67e,80x24,0,0{40x24,0,0,0,39x24,41,0[39x12,41,0,1,39x11,41,13,2]}",
        "a7cf,80x24,0,0[80x11,0,0{39x11,0,0,0,40x11,40,0,1},80x12,0,12,2]",
        "fc18,80x24,0,0[80x24,0,0,0,40x6,4,2,4]<40x6,4,2,4>",
    ];

    [Theory]
    [MemberData(nameof(Real))]
    public void A_layout_of_tmux_reads_back_to_its_text_and_its_checksum_holds(string text)
    {
        var layout = Parse(text);
        layout.ToString().ShouldBe(text);
        layout.ChecksumHolds.ShouldBeTrue();
        layout.ShouldBe(Parse(text));
        layout.GetHashCode().ShouldBe(Parse(text).GetHashCode());
    }

    [Fact]
    public void One_pane_fills_the_window()
    {
        var layout = Parse("b25d,80x24,0,0,0");
        layout.Root.ShouldBe(new LayoutCell.Leaf(80, 24, 0, 0, new PaneId(0)));
        layout.Floating.ShouldBeEmpty();
        layout.Checksum.ShouldBe((ushort)0xb25d);
    }

    [Fact]
    public void Splits_nest_and_tell_their_direction()
    {
        var root = Parse("0000,80x24,0,0{40x24,0,0,1,39x24,41,0[39x12,41,0,2,39x11,41,13,3]}").Root.ShouldBeOfType<LayoutCell.Split>();
        root.Direction.ShouldBe(SplitDirection.Horizontal);
        root.Cells[0].ShouldBe(new LayoutCell.Leaf(40, 24, 0, 0, new PaneId(1)));
        var right = root.Cells[1].ShouldBeOfType<LayoutCell.Split>();
        (right.Direction, right.Width, right.Height, right.X, right.Y).ShouldBe((SplitDirection.Vertical, 39, 24, 41, 0));
        right.Cells.ShouldBe([new LayoutCell.Leaf(39, 12, 41, 0, new PaneId(2)), new LayoutCell.Leaf(39, 11, 41, 13, new PaneId(3))]);
    }

    [Fact]
    public void Panes_come_in_the_order_they_are_written_and_each_once()
    {
        Parse("0000,80x24,0,0{40x24,0,0,5,39x24,41,0[39x12,41,0,2,39x11,41,13,3]}").Panes.Select(pane => pane.Number).ShouldBe([5u, 2u, 3u]);
        Parse("fc18,80x24,0,0[80x24,0,0,0,40x6,4,2,4]<40x6,4,2,4>").Panes.Select(pane => pane.Number).ShouldBe([0u, 4u]);
    }

    [Fact]
    public void Floating_panes_stand_apart() =>
        Parse("fc18,80x24,0,0[80x24,0,0,0,40x6,4,2,4]<40x6,4,2,4>").Floating.ShouldBe([new LayoutCell.Leaf(40, 6, 4, 2, new PaneId(4))]);

    [Fact]
    public void A_cell_may_leave_out_its_pane()
    {
        Parse("0000,80x24,0,0").Root.ShouldBe(new LayoutCell.Leaf(80, 24, 0, 0, null));
        Parse("0000,80x24,0,0{40x24,0,0,39x24,41,0,7}").Panes.ShouldBe([new PaneId(7)]);
    }

    [Theory]
    [InlineData("b25e,80x24,0,0,0")]
    [InlineData("b25d,80x24,0,0,1")]
    [InlineData("b25d,81x24,0,0,0")]
    public void A_wrong_checksum_is_told(string text) => Parse(text).ChecksumHolds.ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("b25d")]
    [InlineData("b25d,")]
    [InlineData("b25,80x24,0,0,0")]
    [InlineData("B25D,80x24,0,0,0")]
    [InlineData("b25g,80x24,0,0,0")]
    [InlineData("b25dd,80x24,0,0,0")]
    [InlineData("b25d,80x24")]
    [InlineData("b25d,80x24,0")]
    [InlineData("b25d,80y24,0,0,0")]
    [InlineData("b25d,080x24,0,0,0")]
    [InlineData("b25d,-80x24,0,0,0")]
    [InlineData("b25d,+80x24,0,0,0")]
    [InlineData("b25d, 80x24,0,0,0")]
    [InlineData("b25d,80x24,0,0,0 ")]
    [InlineData("b25d,80x24,0,0,")]
    [InlineData("b25d,80x24,0,0,0,1")]
    [InlineData("b25d,80x24,0,0,99999999999")]
    [InlineData("b25d,80x24,0,0{}")]
    [InlineData("b25d,80x24,0,0{80x24,0,0,0")]
    [InlineData("b25d,80x24,0,0{80x24,0,0,0]")]
    [InlineData("b25d,80x24,0,0{80x24,0,0,0,}")]
    [InlineData("b25d,80x24,0,0[80x24,0,0,0}")]
    [InlineData("b25d,80x24,0,0,0<>")]
    [InlineData("b25d,80x24,0,0,0<80x24,0,0,0")]
    [InlineData("b25d,80x24,0,0,0<80x24,0,0,0>x")]
    [InlineData("b25d,<80x24,0,0,0>")]
    public void What_tmux_does_not_write_is_no_layout(string? text)
    {
        WindowLayout.TryParse(text, out var layout).ShouldBeFalse();
        layout.ShouldBeNull();
    }

    [Fact]
    public void Layouts_differ_by_what_they_hold()
    {
        var layout = Parse("0000,80x24,0,0{40x24,0,0,1,39x24,41,0,2}");
        layout.ShouldNotBe(Parse("0000,80x24,0,0[40x24,0,0,1,39x24,41,0,2]"));
        layout.ShouldNotBe(Parse("0000,80x24,0,0{40x24,0,0,1,39x24,41,0,3}"));
        layout.ShouldNotBe(Parse("0001,80x24,0,0{40x24,0,0,1,39x24,41,0,2}"));
        layout.ShouldNotBe(Parse("0000,80x24,0,0{40x24,0,0,1,39x24,41,0,2}<1x1,0,0,1>"));
    }

    [Fact]
    public void Cells_nest_up_to_a_depth_and_no_deeper()
    {
        WindowLayout.TryParse(Nested(WindowLayout.MaxDepth - 1), out _).ShouldBeTrue();
        WindowLayout.TryParse(Nested(WindowLayout.MaxDepth), out _).ShouldBeFalse();
        WindowLayout.TryParse(Nested(1_000_000), out _).ShouldBeFalse();
    }

    private static string Nested(int depth) =>
        $"0000,{string.Concat(Enumerable.Repeat("1x1,0,0{", depth))}1x1,0,0,0{new string('}', depth)}";

    private static WindowLayout Parse(string text)
    {
        WindowLayout.TryParse(text, out var layout).ShouldBeTrue(text);
        return layout;
    }
}
