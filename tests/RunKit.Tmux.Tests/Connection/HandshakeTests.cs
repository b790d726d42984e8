using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;
using RunKit.Tmux.Tests.ControlMode;

namespace RunKit.Tmux.Tests.Connection;

/// <summary>Dials recorded on tmux 3.3a with the nonce <c>n0nce</c>, and what other releases and mishaps make of them.</summary>
public class HandshakeTests
{
    private const string SessionChanged = "%session-changed $1 _rk-ctl";

    private static readonly string Transcripts = Path.Combine(AppContext.BaseDirectory, "transcripts", "3.3a");

    public static TheoryData<string> Dials => [.. Names()];

    [Fact]
    public void A_dial_that_makes_the_anchor_tells_who_the_server_is_and_what_it_holds()
    {
        var attached = Run("dial-makes-the-anchor.txt").ShouldBeOfType<HandshakeResult.Attached>();
        attached.Generation.ShouldBe(Generation("dial-makes-the-anchor.txt"));
        attached.Version.ShouldBe("3.3a");
        attached.Guard.ShouldBe(GuardState.Floor);
        attached.MadeAnchor.ShouldBeTrue();
        attached.AnchorIsKept.ShouldBeTrue();
        attached.State.Sessions.Values.Select(session => session.Name).ShouldBe(["main", "_rk-ctl"]);
        attached.State.FirstRealSession.ShouldNotBeNull().Name.ShouldBe("main");
        attached.State.Panes[new PaneId(0)].Title.ShouldBe("notes $HOME");
    }

    [Fact]
    public void A_dial_that_finds_the_anchor_joins_it() =>
        Run("dial-joins-the-anchor.txt").ShouldBeOfType<HandshakeResult.Attached>().MadeAnchor.ShouldBeFalse();

    [Fact]
    public void A_dial_that_takes_back_a_release_attaches() =>
        Run("dial-takes-back-a-release.txt").ShouldBeOfType<HandshakeResult.Attached>();

    [Fact]
    public void A_released_server_is_told_apart_without_being_attached()
    {
        var released = Run("dial-to-a-released-server.txt").ShouldBeOfType<HandshakeResult.Released>();
        released.Generation.ShouldBe(Generation("dial-to-a-released-server.txt"));
        released.Version.ShouldBe("3.3a");
        released.State.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public void A_released_server_without_sessions_has_nothing_to_list() =>
        Run(
            [
                .. Block("rk-n0nce-released"), .. Block("rk-n0nce-id 7 100 3.3a -"), "%begin 1 2 0", "%end 1 2 0", .. Block("rk-n0nce-end"), "%exit",
            ])
            .ShouldBe(new HandshakeResult.Released(new ServerGeneration(7, 100), "3.3a", ServerState.Empty));

    [Fact]
    public void Hooks_that_print_and_fail_in_between_do_not_disturb_it()
    {
        var attached = Run("dial-amid-hooks.txt", GuardPolicy.Observe).ShouldBeOfType<HandshakeResult.Attached>();
        attached.Guard.ShouldBe(GuardState.Observe);
        attached.MadeAnchor.ShouldBeTrue();
        attached.AnchorIsKept.ShouldBeFalse();
        attached.State.Sessions.Count.ShouldBe(2);
    }

    [Fact]
    public void The_attachment_may_be_told_before_the_first_block_after_the_last_and_anywhere_between()
    {
        var lines = Lines("dial-makes-the-anchor.txt").Where(line => line != SessionChanged && line != "%exit").ToList();
        var tried = 0;
        for (var at = 0; at <= lines.Count; at++)
        {
            // Never inside a block: notifications wait for its end.
            if (at == 0 || !lines[at - 1].StartsWith("%begin", StringComparison.Ordinal) && !InBody(lines, at))
            {
                Run([.. lines[..at], SessionChanged, .. lines[at..]]).ShouldBeOfType<HandshakeResult.Attached>($"at line {at}");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void It_is_not_complete_before_the_attachment_and_the_end_mark()
    {
        var lines = Lines("dial-makes-the-anchor.txt");
        Run([.. lines.Where(line => line != SessionChanged && line != "%exit")]).ShouldBeNull();
        var end = Array.IndexOf(lines, "rk-n0nce-end");
        Run([SessionChanged, .. lines[..(end - 1)]]).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Dials))]
    public void Cut_short_anywhere_it_never_throws_and_an_exit_then_fails_it(string dial)
    {
        var lines = Lines(dial);
        var complete = Array.IndexOf(lines, "rk-n0nce-end") + 1;
        for (var at = 0; at < complete; at++)
        {
            // The block that is open at the cut stays open, and the exit is then part of its data.
            var result = Run([.. lines[..at], "%exit"]);
            (result is null or HandshakeResult.Failed).ShouldBeTrue($"{result} at line {at}");
        }
    }

    [Theory]
    [InlineData("%exit", "the client was told to exit")]
    [InlineData("%exit access not allowed", "access not allowed")]
    [InlineData("%exit server exited unexpectedly", "server exited unexpectedly")]
    public void An_early_exit_is_a_failure_in_the_clients_words(string line, string words) =>
        Run([line]).ShouldBe(new HandshakeResult.Failed(words));

    [Fact]
    public void An_error_is_remembered_until_the_exit_that_follows() =>
        Run(["%begin 1 2 0", "no sessions", "%error 1 2 0", "%exit"]).ShouldBe(new HandshakeResult.Failed("no sessions"));

    [Fact]
    public void A_line_without_a_block_is_the_reason_when_the_client_then_exits() =>
        Run(["tmux: unknown option -- N", "usage: tmux ...", "%exit"])
            .ShouldBe(new HandshakeResult.Failed("tmux: unknown option -- N"));

    [Fact]
    public void A_reason_is_kept_to_a_reasonable_length() =>
        Run([new string('x', 5000), "%exit"]).ShouldBeOfType<HandshakeResult.Failed>().Words.Length.ShouldBe(200);

    [Fact]
    public void A_guard_that_was_not_carried_out_is_a_failure()
    {
        var lines = Lines("dial-makes-the-anchor.txt").Where(line => line != "rk-n0nce-guarded");
        Run([.. lines]).ShouldBe(new HandshakeResult.Failed("tmux did not carry out the whole dial"));
    }

    [Fact]
    public void A_listing_that_does_not_read_is_a_failure()
    {
        foreach (var kind in (string[])["W $", "P %", "C "])
        {
            var lines = Lines("dial-makes-the-anchor.txt").Select(line => line.StartsWith(kind, StringComparison.Ordinal) ? kind + "0 ?" : line);
            Run([.. lines]).ShouldBeOfType<HandshakeResult.Failed>().Words.ShouldContain("not in the form asked for");
        }
    }

    [Fact]
    public void A_listing_that_was_cut_is_a_failure_even_where_it_was_cut_between_rows()
    {
        var items = ReaderText.Read(string.Concat(Lines("dial-makes-the-anchor.txt").Select(line => line + '\n')))
            .Select(item => item is ControlBlock block && block.Text.StartsWith("P %", StringComparison.Ordinal) ? block with { Cut = true } : item);
        Run(items).ShouldBe(new HandshakeResult.Failed("tmux's listing is too long"));
    }

    [Theory]
    [InlineData("rk-n0nce-id")]
    [InlineData("rk-n0nce-id x 1 3.3a kept")]
    [InlineData("rk-n0nce-id 1 x 3.3a kept")]
    [InlineData("rk-n0nce-id 1 2 3.3a")]
    public void A_server_that_does_not_say_who_it_is_is_a_failure(string identity)
    {
        var lines = Lines("dial-makes-the-anchor.txt").Select(line => line.StartsWith("rk-n0nce-id", StringComparison.Ordinal) ? identity : line);
        Run([.. lines]).ShouldBe(new HandshakeResult.Failed("tmux did not say who it is"));
    }

    [Fact]
    public void Marks_of_another_dial_are_nothing() =>
        Run([.. Lines("dial-makes-the-anchor.txt").Select(line => line.Replace("n0nce", "other", StringComparison.Ordinal))])
            .ShouldBeOfType<HandshakeResult.Failed>();

    [Fact]
    public void Replies_to_lines_of_ours_are_not_part_of_it() =>
        Run([SessionChanged, "%begin 1 2 1", "rk-n0nce-end", "%end 1 2 1"]).ShouldBeNull();

    [Fact]
    public void Shuffled_mutated_and_repeated_lines_never_throw()
    {
        var random = new Random(61);
        var lines = Names().SelectMany(Lines).ToArray();
        for (var i = 0; i < 10_000; i++)
        {
            var some = random.GetItems(lines, random.Next(1, 30));
            var at = random.Next(some.Length);
            some[at] = some[at][random.Next(some[at].Length + 1)..];
            Should.NotThrow(() => Run(some));
        }
    }

    private static bool InBody(List<string> lines, int at) =>
        lines[..at].Count(line => line.StartsWith("%begin", StringComparison.Ordinal))
        > lines[..at].Count(line => line.StartsWith("%end", StringComparison.Ordinal));

    private static string[] Block(string text) => ["%begin 1 2 0", text, "%end 1 2 0"];

    private static IEnumerable<string> Names() => new DirectoryInfo(Transcripts).GetFiles("dial-*.txt").Select(file => file.Name).Order();

    private static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Transcripts, name));

    // As that recording says it.
    private static ServerGeneration Generation(string name)
    {
        var words = Lines(name).Single(line => line.StartsWith("rk-n0nce-id ", StringComparison.Ordinal)).Split(' ');
        return new ServerGeneration(int.Parse(words[1]), long.Parse(words[2]));
    }

    private static HandshakeResult? Run(string name, GuardPolicy guard = GuardPolicy.Floor) => Run(Lines(name), guard);

    private static HandshakeResult? Run(string[] lines, GuardPolicy guard = GuardPolicy.Floor) =>
        Run(ReaderText.Read(string.Concat(lines.Select(line => line + '\n'))), guard);

    private static HandshakeResult? Run(IEnumerable<ControlModeItem> items, GuardPolicy guard = GuardPolicy.Floor)
    {
        var handshake = new Handshake(new DialScript(AnchorNames.Default, "n0nce"), guard);
        return items.Select(handshake.Take).FirstOrDefault(result => result is not null);
    }
}
