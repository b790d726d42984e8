using System.Text;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.State;

/// <summary>Fixed seeds: a failure here happens again.</summary>
public class StateReaderFuzzTests
{
    private const int Cases = 12_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_text_comes_back_whether_or_not_tmux_escapes_it(bool escaped)
    {
        var random = new Random(31);
        byte[][] pieces = [.. "\\ $ a { _ | \n \t \r 0 1 7 % # é"u8.ToArray().Select(b => new[] { b }), [0x1b], [0xC3], [0xE2, 0x82], [0xFF]];
        for (var i = 0; i < Cases; i++)
        {
            var raw = random.GetItems(pieces, random.Next(12)).SelectMany(piece => piece).ToArray();
            var text = escaped ? EscapedText(raw) : Text(raw);
            byte[] row = [.. "P %0 @0 0 1 0 100 80 24 t| c| "u8, .. text, .. " | | |"u8];
            var read = StateReader.TryRead(Of(Window(), row, Row(session: 1, window: 1, pane: 1)), out var state, out _);
            (read && state.Panes[new PaneId(0)].Path == Encoding.UTF8.GetString(raw)).ShouldBeTrue(Convert.ToHexString(raw));
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(32);
        for (var i = 0; i < Cases; i++)
        {
            var bytes = new byte[random.Next(1, 120)];
            random.NextBytes(bytes);
            StateReader.TryRead(bytes, out _, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Mutated_listings_never_throw_and_never_yield_part_of_a_state()
    {
        var random = new Random(33);
        var listing = Of(Row(), Row(session: 1, window: 1, pane: 1, title: "a $b\n"), Row(window: 2, pane: 2, windowIndex: 3), Client(), Buffer());
        byte[] signs = [.. "0123456789| $@%WPCB\n\\-+"u8];
        var unreadable = 0;
        for (var i = 0; i < Cases; i++)
        {
            var bytes = listing.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : signs[random.Next(signs.Length)];
            }

            if (!StateReader.TryRead(bytes, out var state, out _))
            {
                unreadable++;
                ReferenceEquals(state, ServerState.Empty).ShouldBeTrue();
            }
            else
            {
                Whole(state);
            }
        }

        unreadable.ShouldBeInRange(Cases / 4, Cases - 1, "the mutations hardly ever matter");
    }

    [Fact]
    public void Every_cut_of_a_listing_is_unreadable_unless_it_ends_with_a_row()
    {
        byte[][] rows = [Row(), Row(session: 1, window: 1, pane: 1), Client(), Buffer()];
        var listing = Of(rows);
        var ends = Enumerable.Range(1, rows.Length).Select(count => Of(rows[..count]).Length).ToHashSet();
        for (var cut = 1; cut < listing.Length; cut++)
        {
            var endsWithARow = ends.Contains(cut) || ends.Contains(cut - 1);
            StateReader.TryRead(listing.AsSpan(0, cut), out _, out _).ShouldBe(endsWithARow, $"cut at {cut}");
        }
    }

    private static void Whole(ServerState state)
    {
        foreach (var link in state.Sessions.Values.SelectMany(session => session.Windows))
        {
            state.Windows.ContainsKey(link.Window).ShouldBeTrue();
        }

        foreach (var pane in state.Panes.Values)
        {
            state.Windows.ContainsKey(pane.Window).ShouldBeTrue();
            pane.Pid.ShouldBeGreaterThanOrEqualTo(0);
        }
    }
}
