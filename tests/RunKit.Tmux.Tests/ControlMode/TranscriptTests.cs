using System.Globalization;
using System.Text;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State.Layout;
using static RunKit.Tmux.ControlMode.TmuxNotification;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>Real tmux, replayed. The numbers are those of the recordings in <c>tests/transcripts</c>.</summary>
public class TranscriptTests
{
    public static TheoryData<string> Names => [.. Transcripts.Names()];

    /// <summary>Blocks that answer a line, other blocks, failed ones among both, notifications but for output (which comes in pieces of any size), unframed lines.</summary>
    public static TheoryData<string, string> Counts => new()
    {
        { "3.3a/dial-amid-hooks", "0 20 3 4 1" },
        { "3.3a/dial-joins-the-anchor", "0 15 0 2 0" },
        { "3.3a/dial-makes-the-anchor", "0 15 0 4 0" },
        { "3.3a/dial-takes-back-a-release", "0 16 0 2 0" },
        { "3.3a/dial-to-a-released-server", "0 9 0 1 0" },
        { "3.3a/hooks-that-print", "5 3 1 6 4" },
        { "3.3a/kill-server-while-attached", "0 1 0 6 0" },
        { "3.3a/killed-hard-while-attached", "1 1 0 4 0" },
        { "3.3a/messages-and-buffers", "6 1 0 4 0" },
        { "3.3a/output-paused", "8 1 0 5 0" },
        { "3.3a/output-with-escapes", "4 1 0 6 0" },
        { "3.3a/parse-errors", "11 1 6 4 0" },
        { "3.3a/pipelined-names", "242 1 0 64 0" },
        { "3.3a/run-shell-and-nested-commands", "14 1 2 5 0" },
        { "3.3a/storm-of-sessions", "1 1 0 25 0" },
        { "3.3a/subscriptions", "5 1 0 5 1" },
        { "3.3a/windows-of-its-own-session", "31 1 0 23 0" },
        { "as-documented/3.2a-refusals", "0 1 1 2 1" },
        { "as-documented/3.4-messages-and-buffers", "1 1 0 7 0" },
        { "as-documented/3.7c-floating-panes", "0 1 0 7 0" },
        { "as-documented/3.7c-pipelined-dial", "5 1 1 6 0" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_or_byte_by_byte_it_reads_the_same_and_ends_with_the_exit(string name)
    {
        var bytes = Transcripts.Bytes(name);
        var items = Read(bytes);
        AreTheSame(Read([.. bytes.Select(b => new[] { b })]), items).ShouldBeTrue();
        items[^1].ShouldBeOfType<Exit>();
        items.SkipLast(1).ShouldAllBe(item => !(item is Exit));
        items.ShouldAllBe(item => !item.Cut);
        items.OfType<Unknown>().ShouldBeEmpty();
        Encoding.UTF8.GetString(bytes).ShouldEndWith("\n");
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void It_holds_these_many_items(string name, string counts)
    {
        var items = Read(Transcripts.Bytes(name));
        var blocks = items.OfType<ControlBlock>().ToList();
        string.Create(
            CultureInfo.InvariantCulture,
            $"{blocks.Count(block => block.FromStdin)} {blocks.Count(block => !block.FromStdin)} {blocks.Count(block => block.Failed)} "
            + $"{items.OfType<TmuxNotification>().Count(item => item is not Output)} {items.OfType<UnframedLine>().Count()}").ShouldBe(counts);
    }

    [Fact]
    public void Of_every_transcript_the_items_are_counted() =>
        Counts.Select(row => (string)row[0]).Order(StringComparer.Ordinal).ShouldBe(Transcripts.Names());

    [Fact]
    public void The_layouts_of_tmux_read_back_and_their_checksums_hold()
    {
        var changes = Transcripts.Names().SelectMany(name => Read(Transcripts.Bytes(name))).OfType<LayoutChange>().ToList();
        changes.Count.ShouldBeGreaterThan(8);
        foreach (var text in changes.SelectMany(change => new[] { change.Layout, change.VisibleLayout }))
        {
            WindowLayout.TryParse(text, out var layout).ShouldBeTrue(text);
            layout.ToString().ShouldBe(text);
            layout.ChecksumHolds.ShouldBeTrue(text);
        }
    }

    [Theory]
    [InlineData("dial-makes-the-anchor", true)]
    [InlineData("dial-joins-the-anchor", false)]
    public void A_dial_is_blocks_without_a_line_and_then_the_attachment(string name, bool made)
    {
        var items = Recorded(name);
        items.OfType<SessionChanged>().ShouldHaveSingleItem().Name.ShouldBe("_rk-ctl");
        items[^2].ShouldBeOfType<SessionChanged>();
        items.OfType<WindowAdd>().Any().ShouldBe(made);
        items.OfType<ControlBlock>().Select(block => block.Text).ShouldContain("rk-n0nce-guarded");
        items.OfType<ControlBlock>().Select(block => block.Number).ShouldBeInOrder();
    }

    [Fact]
    public void A_storm_of_other_sessions_is_told_with_ids_and_names()
    {
        var items = Recorded("storm-of-sessions");
        items.OfType<SessionRenamed>().ShouldHaveSingleItem().Name.ShouldBe("100% my work");
        items.OfType<WindowRenamed>().ShouldHaveSingleItem()
            .ShouldBe(new WindowRenamed(new WindowId(3), "%window-close @1", InOurSession: false));
        items.OfType<WindowAdd>().Count(window => window is { Window.Number: 3, InOurSession: false }).ShouldBe(3);
        items.OfType<WindowClose>().Select(window => window.Window.Number).ShouldBe([3u, 3u, 3u, 0u]);
        items.OfType<SessionWindowChanged>().First().ShouldBe(new SessionWindowChanged(new SessionId(0), new WindowId(3)));
        items.OfType<WindowPaneChanged>().Select(change => change.Pane.Number).ShouldBe([4u, 3u]);
        var other = items.OfType<ClientSessionChanged>().ShouldHaveSingleItem();
        (other.Session, other.Name).ShouldBe((new SessionId(0), "user"));
        items.OfType<ClientDetached>().ShouldHaveSingleItem().Client.ShouldBe(other.Client);
    }

    [Fact]
    public void Its_own_sessions_windows_are_told_with_their_layouts()
    {
        var items = Recorded("windows-of-its-own-session");
        var layouts = items.OfType<LayoutChange>().ToList();
        Layout(layouts[1].Layout).Panes.Select(pane => pane.Number).ShouldBe([0u, 1u, 2u]);
        var zoomed = layouts.Single(change => change.Flags == "*Z");
        Layout(zoomed.Layout).Panes.Count().ShouldBe(3);
        Layout(zoomed.VisibleLayout).Panes.ShouldBe([new PaneId(2)]);
        items.OfType<WindowRenamed>().ShouldHaveSingleItem().ShouldBe(new WindowRenamed(new WindowId(1), "three  more words ", InOurSession: true));
        items.OfType<WindowAdd>().ShouldHaveSingleItem().InOurSession.ShouldBeTrue();
        items.OfType<WindowClose>().ShouldHaveSingleItem().InOurSession.ShouldBeFalse("tmux looks the window up when it is unlinked already");
        items.OfType<PaneModeChanged>().Count().ShouldBe(2);
    }

    [Fact]
    public void What_hooks_print_is_a_block_without_a_line_or_has_no_frame_at_all()
    {
        var items = Recorded("hooks-that-print");
        items.OfType<ControlBlock>().Count(block => block is { FromStdin: false, Text: "%exit says an after-hook" }).ShouldBe(2);
        items.OfType<UnframedLine>().Select(line => line.Text)
            .ShouldBe(["a notify hook says hi", "can't find session: nowhere", "a notify hook says hi", "can't find session: nowhere"]);
    }

    [Fact]
    public void A_line_has_no_block_or_one_or_several_and_may_fail_in_each_way()
    {
        Replies("parse-errors").ShouldBe(
        [
            "!parse error: unknown command: bogus-command",
            "!parse error: command list-sessions: invalid flag --",
            "!parse error: unknown command: bogus-command",
            "one",
            "!can't find session: nowhere",
            "never closed",
            "!parse error: syntax error",
            "!parse error: syntax error",
            "%end 1 2 1\n%end 1 2 1",
            "",
            "settled 1",
        ]);
    }

    [Fact]
    public void Nested_commands_have_blocks_of_their_own_and_a_shells_output_has_none()
    {
        Replies("run-shell-and-nested-commands").ShouldBe(
        [
            "", "", "nested", "", "one", "two", "!unknown command: bogus-command", "!/nonexistent: No such file or directory", "", "settled 1", "1", "2",
            "settled 2", "settled 3",
        ]);
        Recorded("run-shell-and-nested-commands").OfType<PaneModeChanged>().ShouldHaveSingleItem("3.3a shows it in a pane");
    }

    [Theory]
    [InlineData("kill-server-while-attached", null)]
    [InlineData("killed-hard-while-attached", "server exited unexpectedly")]
    public void A_server_that_ends_is_an_exit(string name, string? reason) =>
        Recorded(name)[^1].ShouldBe(new Exit(reason));

    [Fact]
    public void On_3_3a_there_is_no_message_and_a_buffer_is_data() =>
        Replies("messages-and-buffers").ShouldBe(["", "", "%end 1 2 1\n%exit\n\\033 100%", "", "settled 1", "settled 2"]);

    [Fact]
    public void Output_is_what_the_programs_wrote()
    {
        var output = Recorded("output-with-escapes").OfType<Output>().ToLookup(part => part.Pane);
        byte[] expected = [.. "a\tb\\c\x1b[1mé 日本\r\n%exit\r\n%end 1 2 1\r\n"u8, 0xC3];
        Bytes(output[new PaneId(1)]).ShouldBe(expected);
        var counted = Encoding.UTF8.GetString(Bytes(output[new PaneId(2)]));
        counted.ShouldBe(string.Concat(Enumerable.Range(0, 3000).Select(number => $"é{number}")) + "done");
    }

    [Fact]
    public void Output_with_its_age_is_told_and_our_own_pause_stands_in_our_block()
    {
        var items = Recorded("output-paused");
        items.OfType<ExtendedOutput>().ShouldHaveSingleItem().Data.ToArray().ShouldBe("one : two\r\n"u8.ToArray());
        items.OfType<Pause>().ShouldBeEmpty();
        Replies("output-paused").ShouldBe(["", "settled 1", "%pause %1", "", "settled 2", "%continue %1", "settled 3", "settled 4"]);
    }

    [Fact]
    public void Subscriptions_tell_whom_they_are_about_and_a_line_end_in_a_value_breaks_off()
    {
        var items = Recorded("subscriptions");
        items.OfType<SubscriptionChanged>().ShouldBe(
        [
            new SubscriptionChanged("a pane", new SessionId(0), new WindowId(0), 0, new PaneId(0), "x : %0"),
            new SubscriptionChanged("a window", new SessionId(0), new WindowId(0), 0, null, "main"),
            new SubscriptionChanged("the session", new SessionId(0), null, null, null, "user"),
        ]);
        items.OfType<UnframedLine>().ShouldHaveSingleItem().Text.ShouldBe("and a second line");
    }

    [Fact]
    public void Pipelined_names_come_back_in_order_whatever_they_hold()
    {
        var replies = Replies("pipelined-names").SkipLast(2).Chunk(4).ToList();
        replies.Count.ShouldBe(60);
        replies.ShouldAllBe(four => four[0].Length == 0 && four[2].Length == 0);
        replies.Take(5).Select(four => four[3]).ShouldBe(["two words", "100%", "%end 1 2 1", "two\nlines", "a\\tb"]);
        replies.Take(5).Select(four => four[1]).ShouldBe(["R two words", "R 100%", "R %end 1 2 1", "R two\\nlines", "R a\\tb"]);
        replies.Take(12).Select(four => four[3]).ShouldBe(replies.TakeLast(12).Select(four => four[3]));
    }

    [Fact]
    public void What_3_4_adds_is_read_and_a_message_within_a_block_is_data()
    {
        var items = Read(Transcripts.Bytes("as-documented/3.4-messages-and-buffers"));
        items.OfType<Message>().ShouldHaveSingleItem().Text.ShouldBe("a message of somebody else's \x1b[1m");
        items.OfType<ConfigError>().ShouldHaveSingleItem().Text.ShouldBe("/etc/tmux.conf:1: unknown command: bogus");
        items.OfType<PasteBufferChanged>().Select(change => change.Buffer).ShouldBe(["buffer0", "my buffer"]);
        items.OfType<PasteBufferDeleted>().ShouldHaveSingleItem().Buffer.ShouldBe("my buffer");
        items[^1].ShouldBe(new Exit("too far behind"));
    }

    [Fact]
    public void What_3_7c_adds_is_read_and_words_of_later_releases_are_left_out()
    {
        var items = Read(Transcripts.Bytes("as-documented/3.7c-floating-panes"));
        Layout(items.OfType<LayoutChange>().ShouldHaveSingleItem().Layout).Floating.ShouldHaveSingleItem();
        items.OfType<SessionChanged>().ShouldHaveSingleItem().Name.ShouldBe("");
        items.OfType<ExtendedOutput>().ShouldHaveSingleItem().ShouldBe(new ExtendedOutput(new PaneId(4), 1234, "data \x1b[m"u8.ToArray()));
        items.OfType<SubscriptionChanged>().ShouldHaveSingleItem().Value.ShouldBe("value");
        items.OfType<Pause>().ShouldHaveSingleItem();
        items.OfType<Continue>().ShouldHaveSingleItem();
    }

    private static IReadOnlyList<ControlModeItem> Recorded(string name) => Read(Transcripts.Bytes($"3.3a/{name}"));

    private static List<string> Replies(string name) =>
        [.. Recorded(name).OfType<ControlBlock>().Where(block => block.FromStdin).Select(block => (block.Failed ? "!" : "") + block.Text)];

    private static byte[] Bytes(IEnumerable<Output> parts) => [.. parts.SelectMany(part => part.Data.ToArray())];

    private static WindowLayout Layout(string text) =>
        WindowLayout.TryParse(text, out var layout) ? layout : throw new FormatException(text);
}
