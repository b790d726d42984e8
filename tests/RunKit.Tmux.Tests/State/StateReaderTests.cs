using System.Text;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

public class StateReaderTests
{
    [Fact]
    public void One_row_tells_a_session_its_window_and_its_pane()
    {
        var state = Read(Row(
            session: 1, window: 2, pane: 3, windowIndex: 4, paneIndex: 5, pid: 678, attached: 2, dead: true,
            sessionName: "work", windowName: "edit", title: "notes", command: "vi", path: "/srv/x"));

        var session = state.Sessions[new SessionId(1)];
        session.Name.ShouldBe("work");
        session.Attached.ShouldBe(2);
        session.Windows.ShouldBe([new WindowLink(4, new WindowId(2), Active: true)]);
        session.ActiveWindow.ShouldBe(new WindowId(2));
        state.Windows[new WindowId(2)].ShouldBe(new WindowState(new WindowId(2), "edit"));
        state.Panes[new PaneId(3)].ShouldBe(
            new PaneState(new PaneId(3), new WindowId(2), 5, Active: true, Dead: true, 678, "notes", "vi", "/srv/x"));
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
    [InlineData(",")]
    [InlineData("3:abc,")]
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
        var row = Row(sessionName: hostile, windowName: hostile, title: hostile, command: hostile, path: hostile);
        var state = Read(row, Row(session: 1, window: 1, pane: 1));
        state.Sessions.Count.ShouldBe(2);
        state.Sessions[new SessionId(0)].Name.ShouldBe(hostile);
        state.Windows[new WindowId(0)].Name.ShouldBe(hostile);
        var pane = state.Panes[new PaneId(0)];
        new[] { pane.Title, pane.Command, pane.Path }.ShouldAllBe(text => text == hostile);
    }

    [Fact]
    public void Half_a_character_becomes_a_replacement_character_and_harms_nothing_else()
    {
        byte[] row = [.. Head(), .. Text([0xC3]), .. Text([0xE2, 0x82]), .. Text("t"u8.ToArray()), .. Text("c"u8.ToArray()), .. Text("/"u8.ToArray())];
        var state = Read(row, Row(session: 1, window: 1, pane: 1));
        state.Sessions[new SessionId(0)].Name.ShouldBe("\uFFFD");
        state.Windows[new WindowId(0)].Name.ShouldBe("\uFFFD");
        state.Sessions[new SessionId(1)].Name.ShouldBe("main");
    }

    [Fact]
    public void What_tmux_3_4_escapes_reads_as_it_was()
    {
        byte[] title = [.. "$HOME \\$x \\033 "u8, 0x1b, 0xFF, .. "\r é\ttab\nnl ${a} $1 \\"u8];
        byte[] row =
        [
            .. Head(), .. EscapedText("main"u8.ToArray()), .. EscapedText("a b"u8.ToArray()), .. EscapedText(title),
            .. EscapedText("c"u8.ToArray()), .. EscapedText("/"u8.ToArray()),
        ];
        Encoding.Latin1.GetString(row).ShouldContain("\\033\\377\\r", customMessage: "the listing is not of the escaped kind");
        Read(row).Panes.Values.Single().Title.ShouldBe(Encoding.UTF8.GetString(title));
    }

    [Theory]
    [InlineData("no row at all")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 ")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,x")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,2:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,0:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,-1:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,+1:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1 /,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:\\")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,2147483647:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,99999999999:/,")]
    [InlineData("R @0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $4294967296 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 2147483648 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 %0 -1 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 %0 +1 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 %0  0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R $0 @0 %0 0 0 1 1 0 100 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("r $0 @0 %0 0 0 1 1 0 100 0 4:main,4:bash,4:host,4:bash,1:/,")]
    [InlineData("R")]
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
    public void A_length_is_not_believed_before_the_bytes_are_there()
    {
        byte[] listing = [.. Head(), .. "500000000:main"u8];
        var before = GC.GetAllocatedBytesForCurrentThread();
        StateReader.TryRead(listing, out _, out _).ShouldBeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void The_question_is_one_row_for_each_pane_and_no_row_begins_like_a_notification()
    {
        StateReader.Command.Words[..3].ShouldBe(["list-panes", "-a", "-F"]);
        StateReader.Format.ShouldStartWith("R #{session_id} #{window_id} #{pane_id} ");
        StateReader.Format.ShouldEndWith("#{n:pane_current_path}:#{q:pane_current_path},");
    }

    private static byte[] Head() => [.. "R $0 @0 %0 0 0 1 1 0 100 0 "u8];

    private static ServerState Read(params byte[][] rows)
    {
        StateReader.TryRead(Of(rows), out var state, out var problem).ShouldBeTrue(problem);
        return state;
    }
}
