using System.Text;
using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class ControlModeReaderTests
{
    [Fact]
    public void A_block_is_what_stands_between_its_guards()
    {
        var block = Read("%begin 1795325904 264 1\none\ntwo\n%end 1795325904 264 1\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>();
        block.Number.ShouldBe(264u);
        block.Text.ShouldBe("one\ntwo");
        block.Lines.ShouldBe(["one", "two"]);
        block.Failed.ShouldBeFalse();
        block.Cut.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("3", true)]
    public void The_lowest_flag_tells_a_reply_to_our_own_line(string flags, bool fromStdin) =>
        Read($"%begin 1 2 {flags}\n%end 1 2 {flags}\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>()
            .FromStdin.ShouldBe(fromStdin);

    [Fact]
    public void A_block_that_ends_with_error_has_failed()
    {
        var block = Read("%begin 1 2 1\nparse error: unknown command: bogus\n%error 1 2 1\n")
            .ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>();
        block.Failed.ShouldBeTrue();
        block.Text.ShouldBe("parse error: unknown command: bogus");
    }

    [Fact]
    public void An_empty_block_has_no_lines() =>
        Read("%begin 1 2 1\n%end 1 2 1\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>().Lines.ShouldBeEmpty();

    [Fact]
    public void Empty_lines_within_a_body_are_kept() =>
        Read("%begin 1 2 1\n\na\n\n%end 1 2 1\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>().Text.ShouldBe("\na\n");

    [Theory]
    [InlineData("%sessions-changed")]
    [InlineData("%exit")]
    [InlineData("%begin 1 3 1")]
    [InlineData("%end 1 2 0")]
    [InlineData("%end 1 3 1")]
    [InlineData("%end 2 2 1")]
    [InlineData("%end 1 2 1 ")]
    [InlineData("%end 1 2 1 more")]
    [InlineData("%end 1 2")]
    [InlineData("%end")]
    [InlineData("%error 1 2 0")]
    [InlineData(" %end 1 2 1")]
    [InlineData("%END 1 2 1")]
    [InlineData("%end 1 2 1\r")]
    [InlineData("%end  1 2 1")]
    public void Within_a_block_any_other_line_is_data(string line) =>
        Read($"%begin 1 2 1\n{line}\n%end 1 2 1\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>().Text.ShouldBe(line);

    [Fact]
    public void After_a_block_the_next_one_begins_afresh()
    {
        var items = Read("%begin 1 2 1\na\n%end 1 2 1\n%sessions-changed\n%begin 1 5 0\n%end 1 5 0\n");
        Show(items).ShouldBe(
        [
            "block 2 stdin=True failed=False cut=False 61",
            "SessionsChanged { Cut = False }",
            "block 5 stdin=False failed=False cut=False ",
        ]);
    }

    [Theory]
    [InlineData("%begin")]
    [InlineData("%begin ")]
    [InlineData("%begin 1 2")]
    [InlineData("%begin 1 2 x")]
    [InlineData("%begin x 2 1")]
    [InlineData("%begin 1 -2 1")]
    [InlineData("%begin 1 4294967296 1")]
    [InlineData("%begin 99999999999999999999 2 1")]
    [InlineData("%begin 1 2 1 4")]
    public void A_malformed_begin_opens_no_block(string line)
    {
        var items = Read($"{line}\n%sessions-changed\n");
        items.Count.ShouldBe(2);
        items[0].ShouldBeOfType<TmuxNotification.Unknown>().Name.ShouldBe("begin");
        items[1].ShouldBeOfType<TmuxNotification.SessionsChanged>();
    }

    [Fact]
    public void A_line_is_an_item_only_when_its_end_has_come()
    {
        Read("%exit").ShouldBeEmpty();
        Read("%begin 1 2 1\n%end 1 2 1").ShouldBeEmpty();
    }

    [Fact]
    public void A_body_may_hold_any_bytes()
    {
        byte[] body = [0, 255, 0xC3, 13, 27, 128];
        byte[] bytes = [.. "%begin 1 2 1\n"u8, .. body, .. "\n%end 1 2 1\n"u8];
        Read(bytes).ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>().Body.ToArray().ShouldBe(body);
    }

    [Fact]
    public void Every_cut_of_a_transcript_gives_the_same_items()
    {
        var transcript = Encoding.UTF8.GetBytes(
            "%begin 1 264 0\n%end 1 264 0\nhook says hi\n%session-changed $1 _rk-ctl\n%begin 1 270 1\nR é %end\n\n%end 1 269 1\n"
            + "%end 1 270 1\n%begin 1 271 1\nno such session\n%error 1 271 1\n%window-renamed @1 a b\n%exit server exited unexpectedly\n");
        var whole = Show(Read(transcript)).ToArray();
        whole.Length.ShouldBe(7);
        for (var cut = 0; cut <= transcript.Length; cut++)
        {
            Show(Read(transcript[..cut], transcript[cut..])).ShouldBe(whole, $"cut at {cut}");
        }

        Show(Read([.. transcript.Select(b => new[] { b })])).ShouldBe(whole);
    }

    [Fact]
    public void A_body_beyond_the_limit_is_cut_and_marked_and_what_follows_is_read()
    {
        var line = Xs(1024 * 1024);
        line[^1] = (byte)'\n';
        var lines = Enumerable.Repeat(line, 20);
        var items = Read([.. new[] { "%begin 1 2 1\n"u8.ToArray() }, .. lines, "%end 1 2 1\n%exit\n"u8.ToArray()]);
        var block = items[0].ShouldBeOfType<ControlBlock>();
        block.Cut.ShouldBeTrue();
        block.Body.Length.ShouldBe(ReaderLimits.Default.BodyBytes);
        items[1].ShouldBeOfType<TmuxNotification.Exit>();
    }

    [Fact]
    public void A_body_of_exactly_the_limit_is_whole()
    {
        Body(ReaderLimits.Default.BodyBytes).Cut.ShouldBeFalse();
        Body(ReaderLimits.Default.BodyBytes + 1).Cut.ShouldBeTrue();
    }

    [Fact]
    public void A_line_beyond_the_limit_is_cut_and_its_block_is_marked()
    {
        var chunk = Xs(1024 * 1024);
        var items = Read("%begin 1 2 1\n"u8.ToArray(), chunk, chunk, chunk, chunk, chunk, "\nshort\n%end 1 2 1\n"u8.ToArray());
        var block = items.ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>();
        block.Cut.ShouldBeTrue();
        block.Body.Length.ShouldBe(ReaderLimits.Default.LineBytes + "\nshort".Length);
    }

    [Fact]
    public void An_endless_line_outside_a_block_is_cut_too()
    {
        var chunk = Xs(1024 * 1024);
        var items = Read(chunk, chunk, chunk, chunk, chunk, chunk, "\n%exit\n"u8.ToArray());
        items[0].ShouldBeOfType<UnframedLine>().Text.Length.ShouldBe(ReaderLimits.Default.LineBytes);
        items[1].ShouldBeOfType<TmuxNotification.Exit>();
    }

    [Theory]
    [InlineData("%window-renamed @1 ")]
    [InlineData("%output %1 ")]
    [InlineData("%begin 1 2 ")]
    [InlineData("%a-name-from-the-future ")]
    [InlineData("unframed ")]
    public void Any_item_tells_that_it_was_cut_however_it_came(string head)
    {
        var limits = new ReaderLimits(200, 300);
        byte[] line = [.. Encoding.UTF8.GetBytes(head), .. Xs(200 - head.Length)];
        ReadWithin(limits, [.. line, .. "\n"u8]).ShouldHaveSingleItem().Cut.ShouldBeFalse();
        ReadWithin(limits, [.. line, .. "x\n"u8]).ShouldHaveSingleItem().Cut.ShouldBeTrue();
        ReadWithin(limits, line, "x"u8.ToArray(), "\n"u8.ToArray()).ShouldHaveSingleItem().Cut.ShouldBeTrue();
    }

    [Fact]
    public void A_guard_with_more_behind_it_is_no_guard_even_when_it_is_cut_there()
    {
        var limits = new ReaderLimits(ReaderLimits.Least, 1000);
        byte[] longer = [.. "%begin 1 2 1\n%end 1 2 1"u8, .. Xs(200), .. "\n%end 1 2 1\n"u8];
        var block = ReadWithin(limits, longer).ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>();
        block.Cut.ShouldBeTrue();
        block.Body.Length.ShouldBe(ReaderLimits.Least);
    }

    [Fact]
    public void Numbers_that_are_only_equal_in_value_do_not_end_a_block() =>
        Read("%begin 1 2 1\n%end 01 2 1\n%end 1 2 01\n%end 1 2 1\n").ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>()
            .Lines.ShouldBe(["%end 01 2 1", "%end 1 2 01"]);

    [Fact]
    public void Limits_leave_room_for_a_guard()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ReaderLimits(ReaderLimits.Least - 1, 1000));
        Should.Throw<ArgumentOutOfRangeException>(() => new ReaderLimits(1000, ReaderLimits.Least - 1));
    }

    // Four lines and their line ends, with as many bytes between the guards as asked for.
    private static ControlBlock Body(int bytes)
    {
        var quarter = Xs(ReaderLimits.Default.BodyBytes / 4);
        quarter[^1] = (byte)'\n';
        byte[] last = [.. Xs(bytes - (3 * quarter.Length)), .. "\n%end 1 2 1\n"u8];
        var block = Read("%begin 1 2 1\n"u8.ToArray(), quarter, quarter, quarter, last).ShouldHaveSingleItem().ShouldBeOfType<ControlBlock>();
        block.Body.Length.ShouldBe(ReaderLimits.Default.BodyBytes);
        return block;
    }

    private static byte[] Xs(int count)
    {
        var bytes = new byte[count];
        bytes.AsSpan().Fill((byte)'x');
        return bytes;
    }
}
