using System.Text;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

public class StateReaderTests
{
    [Fact]
    public void Two_rows_tell_a_session_its_window_and_its_pane()
    {
        var state = Read(Row(
            session: 1, window: 2, pane: 3, windowIndex: 4, paneIndex: 5, pid: 678, dead: true, group: "g", layout: "c,1x1,0,0", mode: "copy-mode",
            sessionName: "work", windowName: "edit", title: "notes", command: "vi", path: "/srv/x"));

        var session = state.Sessions[new SessionId(1)];
        session.Name.ShouldBe("work");
        session.Group.ShouldBe("g");
        session.Windows.ShouldBe([new WindowLink(4, new WindowId(2), Active: true)]);
        session.ActiveWindow.ShouldBe(new WindowId(2));
        state.Windows[new WindowId(2)].ShouldBe(
            new WindowState(new WindowId(2), "edit", new WindowShape(new TerminalSize(80, 24), "c,1x1,0,0", "c,1x1,0,0"), new PaneId(3)));
        state.Panes[new PaneId(3)].ShouldBe(
            new PaneState(new PaneId(3), new WindowId(2), 5, new TerminalSize(80, 24), Dead: true, 678, "notes", "vi", "/srv/x", "copy-mode"));
    }

    [Theory]
    [InlineData(true, "3", "", 3, null)]
    [InlineData(true, "", "KILL", null, "SIGKILL")]
    [InlineData(true, "", "9", null, "SIGKILL")]
    [InlineData(true, "", "", null, null)]
    [InlineData(false, "0", "", null, null)]
    public void A_dead_pane_tells_how_its_program_ended(bool dead, string status, string signal, int? expectedStatus, string? expectedSignal)
    {
        var pane = Read(Row(dead: dead, status: status, signal: signal)).Panes.Values.Single();

        (pane.ExitStatus, pane.ExitSignal).ShouldBe((expectedStatus, expectedSignal));
    }

    [Fact]
    public void An_empty_listing_is_a_server_without_sessions()
    {
        StateReader.TryRead([], out var state, out var problem).ShouldBeTrue();
        state.ShouldBe(ServerState.Empty);
        problem.ShouldBeEmpty();
    }

    [Fact]
    public void A_window_linked_into_two_sessions_is_one_window_with_two_links()
    {
        var state = Read(Row(session: 0, window: 1, pane: 1, windowIndex: 0), Row(session: 5, window: 1, pane: 1, windowIndex: 7));
        state.Windows.Count.ShouldBe(1);
        state.Panes.Count.ShouldBe(1);
        state.Sessions[new SessionId(0)].Windows.Single().Index.ShouldBe(0);
        state.Sessions[new SessionId(5)].Windows.Single().Index.ShouldBe(7);
    }

    [Fact]
    public void Windows_come_in_the_order_of_their_index()
    {
        var state = Read(
            Row(window: 1, pane: 1, windowIndex: 9), Row(window: 2, pane: 2, windowIndex: 0, windowActive: false),
            Row(window: 2, pane: 3, windowIndex: 0, windowActive: false, paneActive: false));
        state.Sessions.Values.Single().Windows.Select(link => link.Window).ShouldBe([new WindowId(2), new WindowId(1)]);
        state.Panes.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("|")]
    [InlineData("\\|")]
    [InlineData("abc| \\")]
    [InlineData("two\nlines")]
    [InlineData("\n%end 1 2 1\n%begin 1 3 1")]
    [InlineData("%exit")]
    [InlineData("R $0 @0 %0")]
    [InlineData("$HOME ${x} $ $1 \\$a \\\\$")]
    [InlineData("C:\\foo\\bar\\new\\001")]
    [InlineData("tab\tbell\aesc\u001b[0m\r\v\f\b\u007f")]
    [InlineData("héllo 😀 #{pid} #(ls) 'x' \"y\"")]
    public void A_text_may_hold_anything(string hostile)
    {
        var row = Row(sessionName: hostile, group: hostile, windowName: hostile, layout: hostile, title: hostile, command: hostile, path: hostile, mode: hostile);
        var state = Read(row, Client(name: hostile), Buffer(name: hostile), Row(session: 1, window: 1, pane: 1));
        state.Sessions.Count.ShouldBe(2);
        state.Sessions[new SessionId(0)].Name.ShouldBe(hostile);
        state.Windows[new WindowId(0)].Name.ShouldBe(hostile);
        var pane = state.Panes[new PaneId(0)];
        state.Clients.Keys.Concat(state.Buffers.Keys).Append(state.Windows[new WindowId(0)].Shape.Layout)
            .Concat([state.Sessions[new SessionId(0)].Group, pane.Title, pane.Command, pane.Path, pane.Mode]).ShouldAllBe(text => text == hostile);
    }

    [Fact]
    public void Half_a_character_becomes_a_replacement_character_and_harms_nothing_else()
    {
        byte[] pane = [.. PaneHead, .. Text([0xC3]), (byte)' ', .. Text([0xE2, 0x82]), .. " /| | | |"u8];
        var state = Read(Window(), pane, Row(session: 1, window: 1, pane: 1));
        state.Panes[new PaneId(0)].Title.ShouldBe("\uFFFD");
        state.Panes[new PaneId(0)].Command.ShouldBe("\uFFFD");
        state.Sessions[new SessionId(1)].Name.ShouldBe("main");
    }

    [Fact]
    public void What_tmux_3_4_escapes_reads_as_it_was()
    {
        byte[] title = [.. "$HOME \\$x \\033 "u8, 0x1b, 0xFF, .. "\r é\ttab\nnl ${a} $1 \\"u8];
        byte[] pane = [.. PaneHead, .. EscapedText(title), .. " c| /| | | |"u8];
        Encoding.Latin1.GetString(pane).ShouldContain("\\033\\377\\r", customMessage: "the listing is not of the escaped kind");
        Read(Window(), pane).Panes.Values.Single().Title.ShouldBe(Encoding.UTF8.GetString(title));
    }

    [Theory]
    [InlineData("no row at all")]
    [InlineData("P %0 @0 0 1 0 100 80 24")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| /|")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| /| x")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| /| |x")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash|/| | | |")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| \\")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| \\| | | |")]
    [InlineData("P %0 @0 0 1 0 100 80 24 host| bash| /| | | | |")]
    [InlineData("P @0 @0 0 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P 0 @0 0 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P %4294967296 @0 0 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P %0 @0 0 1 0 2147483648 80 24 host| bash| /| | | |")]
    [InlineData("P %0 @0 -1 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P %0 @0 +1 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P %0 @0  1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P %0 @0 0 1 0 100 80 host| bash| /| | | |")]
    [InlineData("W $0 @0 0 1 80 24 main| | | bash| l|")]
    [InlineData("W $0 %0 0 1 80 24 main| | | bash| l| l|")]
    [InlineData("C 7 @0 80 24 0 0 c|")]
    [InlineData("C 7 $0 80 24 0 c|")]
    [InlineData("B 3 b|")]
    [InlineData("B 99999999999999999999 1 b|")]
    [InlineData("p %0 @0 0 1 0 100 80 24 host| bash| /| | | |")]
    [InlineData("P")]
    [InlineData("\n")]
    public void One_row_out_of_shape_makes_the_whole_listing_unreadable(string row)
    {
        var good = Row(session: 1, window: 1, pane: 1);
        foreach (var listing in new[] { Encoding.UTF8.GetBytes(row), Of(good, Encoding.UTF8.GetBytes(row)), Of(Encoding.UTF8.GetBytes(row), good) })
        {
            StateReader.TryRead(listing, out var state, out var problem).ShouldBeFalse();
            state.ShouldBe(ServerState.Empty);
            problem.ShouldContain("not in the form asked for, at byte");
        }
    }

    [Fact]
    public void A_pane_in_a_window_that_nobody_listed_makes_the_whole_listing_unreadable()
    {
        StateReader.TryRead(Of(Row(), Pane(pane: 1, window: 9)), out var state, out var problem).ShouldBeFalse();
        state.ShouldBe(ServerState.Empty);
        problem.ShouldContain("pane %1 in @9");
    }

    [Fact]
    public void A_window_without_a_pane_makes_the_whole_listing_unreadable() =>
        (StateReader.TryRead(Of(Row(), Window(window: 9, index: 1)), out _, out var problem), problem)
            .ShouldBe((false, "tmux's listing has window @9 and no pane in it"));

    [Fact]
    public void A_reply_that_cannot_be_read_leaves_nothing_of_itself_behind()
    {
        var reader = new StateReader();
        reader.TryTake(Row(), out _).ShouldBeTrue();
        reader.TryTake(Of(Row(session: 1, window: 1, pane: 1), Client(), Buffer(), "a hook's words"u8.ToArray()), out var problem).ShouldBeFalse();
        problem.ShouldContain("at byte");
        reader.TryTake(Client(name: "c"), out _).ShouldBeTrue();
        reader.TryBuild(out var state, out _).ShouldBeTrue();
        state.Sessions.Count.ShouldBe(1);
        state.Clients.Keys.ShouldBe(["c"]);
        state.Buffers.ShouldBeEmpty();
    }

    [Fact]
    public void Clients_and_buffers_are_told()
    {
        var state = Read(Row(), Client(pid: 9, width: 120, control: true, readOnly: true, name: "client-9"), Buffer(bytes: 5_000_000_000, created: 12, name: "b"));
        state.Clients["client-9"].ShouldBe(new ClientState("client-9", 9, new SessionId(0), new TerminalSize(120, 24), Control: true, ReadOnly: true));
        state.Buffers["b"].ShouldBe(new BufferState("b", 5_000_000_000, 12));
        state.Attached(new SessionId(0)).ShouldBe(1);
    }

    [Fact]
    public void The_questions_have_names_that_no_alias_can_take()
    {
        StateReader.Commands("@mark").Select(command => command.Name).ShouldBe(["list-window", "list-pane", "list-client", "list-buffer"]);
        StateReader.Commands("@mark").Select(command => command.Words[^1][0]).ShouldBe("WPCB");
        StateReader.Commands("@mark").Length.ShouldBe(StateReader.Parts);
    }

    private static ReadOnlySpan<byte> PaneHead => "P %0 @0 0 1 0 100 80 24 "u8;

    private static ServerState Read(params byte[][] rows)
    {
        StateReader.TryRead(Of(rows), out var state, out var problem).ShouldBeTrue(problem);
        return state;
    }
}
