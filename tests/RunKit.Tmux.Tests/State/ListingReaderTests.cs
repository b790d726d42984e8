using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

public class ListingReaderTests
{
    private readonly ListingReader _reader = new();

    [Fact]
    public void What_says_what_it_said_before_is_the_same_object()
    {
        var first = Read(Window(), Pane(), Client(), Buffer());
        ReferenceEquals(Read(Window(), Pane(), Client(), Buffer()), first).ShouldBeTrue();

        var renamed = Read(Window(name: "edit"), Pane(), Client(), Buffer());
        renamed.Windows.Values.Single().ShouldBe(first.Windows.Values.Single() with { Name = "edit" });
        (ReferenceEquals(renamed.Panes, first.Panes), ReferenceEquals(renamed.Clients, first.Clients), ReferenceEquals(renamed.Buffers, first.Buffers))
            .ShouldBe((true, true, true));

        var moved = Read(Window(name: "edit"), Pane(path: "/srv"), Client(), Buffer());
        moved.Panes.Values.Single().Path.ShouldBe("/srv");
        ReferenceEquals(moved.Sessions, renamed.Sessions).ShouldBeTrue();

        var copied = Read(Window(name: "edit"), Pane(path: "/srv"), Client(), Of(Buffer(), Buffer(name: "b")));
        copied.Buffers.Count.ShouldBe(2);
        ReferenceEquals(copied.Windows, moved.Windows).ShouldBeTrue();
    }

    [Fact]
    public void Another_active_pane_is_another_window()
    {
        Read(Window(), Of(Pane(pane: 1), Pane(pane: 2, index: 1, active: false)), [], []).Windows.Values.Single().ActivePane.ShouldBe(new PaneId(1));
        Read(Window(), Of(Pane(pane: 1, active: false), Pane(pane: 2, index: 1)), [], []).Windows.Values.Single().ActivePane.ShouldBe(new PaneId(2));
    }

    [Fact]
    public void A_listing_that_cannot_be_read_leaves_what_was_read_before()
    {
        var first = Read(Window(), Pane(), Client(), Buffer());
        Refused(Window(name: "edit"), Pane(), "hook"u8.ToArray(), Buffer()).ShouldContain("at byte 0");
        Refused(Of(Window(), Window(window: 1, index: 1)), Pane(), Client(), Buffer()).ShouldContain("no pane in it");
        Refused(Window(), Of(Pane(), Pane(window: 9)), Client(), Buffer()).ShouldContain("which it does not list");
        Refused(Window(), Pane(), Buffer(), Client()).ShouldBe("part 3 of tmux's listing has rows that belong elsewhere");
        Refused(Window(), Pane(), Client()).ShouldBe("tmux's listing has 3 replies to 4 questions");
        ReferenceEquals(Read(Window(), Pane(), Client(), Buffer()), first).ShouldBeTrue();
    }

    [Fact]
    public void A_server_that_loses_everything_is_empty()
    {
        Read(Window(), Pane(), Client(), Buffer()).Sessions.Count.ShouldBe(1);
        Read([], [], [], []).ShouldBe(ServerState.Empty);
        Read(Window(), Pane(), [], []).Sessions.Count.ShouldBe(1);
    }

    [Fact]
    public void Whatever_was_read_before_a_listing_reads_as_it_would_alone()
    {
        var random = new Random(34);
        byte[][] windows = [[], Window(), Window(name: "b"), Of(Window(), Window(session: 1)), Of(Window(), Window(window: 1, index: 1)), [.. "W"u8]];
        byte[][] panes = [[], Pane(), Pane(mode: "copy-mode"), Of(Pane(), Pane(pane: 1, window: 1)), Of(Pane(), Pane()), Of(Pane(), Pane(pane: 2, index: 1, active: false))];
        byte[][] clients = [[], Client(), Client(pid: 8), Of(Client(), Client(name: "b"))];
        byte[][] buffers = [[], Buffer(), Buffer(bytes: 4), [.. "x"u8]];
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            byte[][] replies = [Any(windows), Any(panes), Any(clients), Any(buffers)];
            var expected = StateReader.TryRead(Of([.. replies.Where(reply => reply.Length > 0)]), out var alone, out var why);
            _reader.TryRead([.. replies.Select(reply => new ReadOnlyMemory<byte>([.. reply]))], out var state, out var problem).ShouldBe(expected, why + problem);
            (StateDiff.Between(alone, state) is [] && StateDiff.Between(state, alone) is []).ShouldBeTrue();
            read += expected ? 1 : 0;
        }

        read.ShouldBeInRange(2_000, 18_000, "the listings are nearly all of one kind");

        byte[] Any(byte[][] some) => some[random.Next(some.Length)];
    }

    private ServerState Read(params byte[][] replies)
    {
        _reader.TryRead([.. replies.Select(reply => new ReadOnlyMemory<byte>(reply))], out var state, out var problem).ShouldBeTrue(problem);
        return state;
    }

    private string Refused(params byte[][] replies)
    {
        _reader.TryRead([.. replies.Select(reply => new ReadOnlyMemory<byte>(reply))], out var state, out var problem).ShouldBeFalse();
        state.ShouldBe(ServerState.Empty);
        return problem;
    }
}
