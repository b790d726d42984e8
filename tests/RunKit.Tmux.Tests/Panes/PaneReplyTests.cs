using System.Text;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

/// <summary>Fixed seeds: a failure here happens again.</summary>
public sealed class PaneReplyTests
{
    private const string Nonce = "rk1";
    private const string Row = Nonce + " %5 100 80 24 3 4 1 7 2000 0 1 0 0 1 | | | /dev/pts/3| vim| /tmp/a\\ b| t\\|i| copy-mode|\n";

    [Fact]
    public void A_pane_and_its_rows_are_read()
    {
        PaneReply.TryRead($"{Row}one\n\ntwo\n{Nonce}\n{Nonce}\nx\n{Nonce}\n", Nonce, 3, out var reply).ShouldBeTrue();

        var facts = reply.Facts;
        (facts.Id.Number, facts.Pid, facts.Size.Width, facts.Size.Height).ShouldBe((5u, 100, 80, 24));
        (facts.Cursor, facts.HistorySize, facts.RowMark).ShouldBe((new PaneCursor(3, 4, true), 7, 11));
        (facts.Dead, facts.Alternate, facts.Synchronized, facts.InputOff, facts.Piped).ShouldBe((false, true, false, false, true));
        (facts.Tty, facts.Command, facts.Path, facts.Title, facts.Mode).ShouldBe(("/dev/pts/3", "vim", "/tmp/a b", "t|i", "copy-mode"));
        (facts.ExitStatus, facts.ExitSignal, facts.BracketedPaste).ShouldBe((null, null, null));
        reply.Parts.Select(part => string.Join(',', part)).ShouldBe(["one,,two", "", "x"]);
    }

    [Fact]
    public void A_dead_pane_says_how_it_ended()
    {
        var row = Row.Replace("2000 0 1", "2000 1 1", StringComparison.Ordinal);
        Read(row.Replace("1 | | |", "1 3| | |", StringComparison.Ordinal)).ExitStatus.ShouldBe(3);
        Read(row.Replace("1 | | |", "1 | 9| |", StringComparison.Ordinal)).ExitSignal.ShouldBe("9");
        Read(Row.Replace("1 | | |", "1 | | 1|", StringComparison.Ordinal)).BracketedPaste.ShouldBe(true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rk1 %5 100\n")]
    [InlineData(Row)]
    [InlineData(Row + "rk1\n")]
    [InlineData(Row + "rk1\nrk1\nrk1\n")]
    [InlineData("rk1  0 0 0 0 0 0 0 0 0 0 0 0 0 0 | | | | | | | |\nrk1\nrk1\n")]
    public void What_is_not_whole_or_of_no_pane_is_not_read(string output) => PaneReply.TryRead(output, Nonce, 2, out _).ShouldBeFalse();

    [Fact]
    public void A_row_that_a_program_printed_is_never_taken_for_a_mark() =>
        PaneReply.TryRead($"{Row} {Nonce}\nx{Nonce}\n{Nonce}\n", Nonce, 1, out var reply).ShouldBe(reply?.Parts[0].Length == 2);

    [Fact]
    public void Random_and_mutated_replies_never_throw()
    {
        var random = new Random(41);
        var whole = Encoding.UTF8.GetBytes($"{Row}one\ntwo\n{Nonce}\n");
        byte[] signs = [.. "0123456789| %\\\nrk1-"u8];
        for (var i = 0; i < 12_000; i++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : signs[random.Next(signs.Length)];
            }

            var output = Encoding.UTF8.GetString(bytes);
            if (PaneReply.TryRead(output, Nonce, 1, out var reply))
            {
                reply.Parts.Length.ShouldBe(1, output);
            }
        }
    }

    private static PaneFacts Read(string row) =>
        PaneReply.TryRead($"{row}{Nonce}\n", Nonce, 1, out var reply) ? reply.Facts : throw new InvalidOperationException(row);
}
