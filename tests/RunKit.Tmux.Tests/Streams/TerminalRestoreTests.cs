using System.Text;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;
using RunKit.Tmux.State;
using RunKit.Tmux.Streams;

namespace RunKit.Tmux.Tests.Streams;

public sealed class TerminalRestoreTests
{
    private const string Usual = "4294967295,4294967295,0,2,0,0,1,0,0,0,0,0,0,0,,,,8,16";

    [Fact]
    public void A_plain_screen_is_its_rows_and_its_cursor() =>
        Of(Facts(), Usual, ["one", "$ ", ""]).ShouldBe("\econe\r\n$ \e[m\e[2;3H");

    [Fact]
    public void History_comes_before_the_screen() =>
        Of(Facts(), Usual, ["older", "one", "$ ", ""]).ShouldBe("\ecolder\r\none\r\n$ \e[m\e[2;3H");

    [Fact]
    public void A_full_screen_program_is_on_the_other_screen_above_what_it_hides() =>
        Of(Facts() with { Alternate = true }, "3,1,0,2,0,0,1,0,0,0,0,0,0,0,,,,8,16", ["older", "vim", "~", "~"], ["one", "$ v", ""])
            .ShouldBe("\ecolder\r\none\r\n$ v\e[m\e[2;4H\e[?1049h\e[Hvim\r\n~\r\n~\e[m\e[2;3H");

    [Fact]
    public void Modes_are_set_and_the_cursor_comes_last() =>
        Of(Facts() with { Title = "t", Cursor = new PaneCursor(2, 1, false) }, "4294967295,4294967295,1,2,1,1,0,1,1,0,1,0,0,1,1,bar,1,4", ["one", "$ ", ""])
            .ShouldBe("\econe\r\n$ \e[m\e[2;3r\e[3g\e[1;5H\eH\e[4h\e[?1h\e=\e[?1002h\e[?1006h\e[?2004h\e[?25l\e[5 q\e]2;t\e\\\e[?7l\e[?6h\e[1;3H");

    [Fact]
    public void A_cursor_behind_the_last_column_is_put_there_by_writing_its_row_again() =>
        Of(Facts() with { Cursor = new PaneCursor(20, 1, true) }, Usual, ["\e[31mone", "12345678901234567890", ""])
            .ShouldBe("\ec\e[31mone\r\n12345678901234567890\e[m\e[2;1H\e[31m12345678901234567890\e[m");

    [Fact]
    public void A_sequence_that_is_not_whole_yet_follows_as_it_was_printed() =>
        Of(Facts(), Usual, ["", "$ ", ""], pending: ["\\033[3\\\\1"]).ShouldEndWith("\e[2;3H\e[3\\\\1");

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("1,2,3|1 2 3")]
    [InlineData(Usual + "|1 2 3 4")]
    public void Modes_out_of_shape_are_none(string line) => PaneModes.Read(line).ShouldBeNull();

    [Fact]
    public void Whatever_line_comes_it_is_read_or_not()
    {
        var random = new Random(5);
        var seed = $"{Usual}|1 2 3 80 24 0 1 stream-1-2-3-4";
        for (var i = 0; i < Fuzz.Cases; i++)
        {
            var line = seed.ToCharArray();
            for (var change = random.Next(4); change > 0; change--)
            {
                line[random.Next(line.Length)] = (char)random.Next(128);
            }

            PaneModes.Read(new string(line[..random.Next(line.Length + 1)]));
        }

        PaneModes.Read(seed)!.State.ShouldBe(new PipedPane(new(1, 2), 3, new TerminalSize(80, 24), false, true, "stream-1-2-3-4"));
    }

    private static PaneFacts Facts() => new(
        PaneId.TryParse("%1", out var id) ? id : default, 1, new TerminalSize(20, 3), new PaneCursor(2, 1, true), 0, 2000, "/dev/pts/1", "sh", "/", "", "");

    private static string Of(PaneFacts facts, string modes, string[] rows, string[]? hidden = null, string[]? pending = null) => Encoding.UTF8.GetString(
        TerminalRestore.Build(new PaneReply(facts, [[.. rows], [.. hidden ?? []], [.. pending ?? []], []]), PaneModes.Read($"{modes}|1 2 3 20 3 0 0 ")!));
}
