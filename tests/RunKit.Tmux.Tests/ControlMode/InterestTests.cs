using System.Text;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class InterestTests
{
    private const string Some =
        "%output %1 data\n%window-add @1\nunframed\n%begin 1 2 0\nhook\n%end 1 2 0\n%begin 1 3 1\nreply\n%error 1 3 1\n%new-thing x\n%message hi\n"
        + "%session-changed $1 x\n%exit\n";

    [Fact]
    public void What_is_a_mere_hint_is_counted_once()
    {
        var reader = new ControlModeReader(new Asked(ItemUse.Hint));
        reader.Feed(Encoding.UTF8.GetBytes(Some));
        reader.TryTake(out _).ShouldBeFalse();
        reader.TakeHints().ShouldBe(9);
        reader.TakeHints().ShouldBe(0);
    }

    [Fact]
    public void What_is_dropped_leaves_nothing()
    {
        var reader = new ControlModeReader(new Asked(ItemUse.Drop));
        reader.Feed(Encoding.UTF8.GetBytes(Some));
        reader.TryTake(out _).ShouldBeFalse();
        reader.TakeHints().ShouldBe(0);
    }

    [Fact]
    public void A_handshake_sees_all_but_the_panes_output()
    {
        var reader = new ControlModeReader(new ConnectionInterest());
        Show(Take(reader, Some)).ShouldBe(
        [
            "UnframedLine { Cut = False, Text = unframed }",
            "block 2 stdin=False failed=False cut=False 686F6F6B",
            "block 3 stdin=True failed=True cut=False 7265706C79",
            "SessionChanged { Cut = False, Session = $1, Name = x }",
            "Exit { Cut = False, Reason =  }",
        ]);
        reader.TakeHints().ShouldBe(2);
    }

    [Fact]
    public void An_attached_connection_sees_replies_and_the_end_and_counts_changes()
    {
        var interest = new ConnectionInterest();
        interest.Attach();
        var reader = new ControlModeReader(interest);
        Show(Take(reader, Some)).ShouldBe(["block 3 stdin=True failed=True cut=False 7265706C79", "Exit { Cut = False, Reason =  }"]);
        reader.TakeHints().ShouldBe(3);
    }

    [Theory]
    [InlineData("sessions-changed")]
    [InlineData("session-renamed $1 x")]
    [InlineData("session-window-changed $1 @1")]
    [InlineData("window-pane-changed @1 %1")]
    [InlineData("pane-mode-changed %1")]
    [InlineData("client-session-changed c $1 x")]
    [InlineData("client-detached c")]
    [InlineData("window-add @1")]
    [InlineData("unlinked-window-add @1")]
    [InlineData("window-close @1")]
    [InlineData("unlinked-window-close @1")]
    [InlineData("window-renamed @1 x")]
    [InlineData("unlinked-window-renamed @1 x")]
    [InlineData("layout-change @1 x x *")]
    [InlineData("subscription-changed t $1 - - - : x")]
    [InlineData("a-name-that-no-tmux-had-yet-and-that-is-longer-than-any-name-that-is-looked-at-in-full")]
    [InlineData("window-add not-an-id")]
    public void Whatever_may_have_changed_the_state_is_a_hint(string notification)
    {
        var interest = new ConnectionInterest();
        interest.Attach();
        var reader = new ControlModeReader(interest);
        Take(reader, $"%{notification}\n").ShouldBeEmpty();
        reader.TakeHints().ShouldBe(1);
    }

    [Fact]
    public void Lines_that_are_not_wanted_cost_no_allocation()
    {
        var interest = new ConnectionInterest();
        interest.Attach();
        var reader = new ControlModeReader(interest);
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(
            "%output %1 some text\\015\\012\n%window-renamed @1 a name\n%new-thing x y\nunframed\n%begin 1 2 0\nhook\n%end 1 2 0\n", 100)));
        FeedInPieces(reader, lines);
        reader.TakeHints();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            FeedInPieces(reader, lines);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        reader.TakeHints().ShouldBe(20 * 200);
        reader.TryTake(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("%output %1 ")]
    [InlineData("%window-renamed @1 ")]
    [InlineData("unframed ")]
    [InlineData("%begin 1 2 0\n")]
    public void Of_an_endless_line_that_is_not_wanted_only_the_head_is_held(string head)
    {
        var interest = new ConnectionInterest();
        interest.Attach();
        var reader = new ControlModeReader(interest);
        reader.Feed(Encoding.UTF8.GetBytes(head));
        var megabyte = new byte[1024 * 1024];
        megabyte.AsSpan().Fill((byte)'x');
        for (var i = 0; i < 5; i++)
        {
            reader.Feed(megabyte);
            reader.HeldBytes.ShouldBeLessThan(1024);
        }

        Take(reader, "\n%end 1 2 0\n%exit\n").ShouldHaveSingleItem().ShouldBeOfType<TmuxNotification.Exit>();
    }

    private static void FeedInPieces(ControlModeReader reader, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 777; bytes = bytes[777..])
        {
            reader.Feed(bytes[..777]);
        }

        reader.Feed(bytes);
    }

    private static List<ControlModeItem> Take(ControlModeReader reader, string text)
    {
        reader.Feed(Encoding.UTF8.GetBytes(text));
        var items = new List<ControlModeItem>();
        while (reader.TryTake(out var item))
        {
            items.Add(item);
        }

        return items;
    }

    private sealed class Asked(ItemUse use) : IControlModeInterest
    {
        public ItemUse Notification(ReadOnlySpan<byte> name) => use;

        public ItemUse UnframedLine() => use;

        public ItemUse Block(bool fromStdin) => use;
    }
}
