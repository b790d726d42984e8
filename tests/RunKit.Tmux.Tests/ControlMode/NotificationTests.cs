using System.Text;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using static RunKit.Tmux.ControlMode.TmuxNotification;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class NotificationTests
{
    public static TheoryData<string, TmuxNotification> Each => new()
    {
        { "%sessions-changed", new SessionsChanged() },
        { "%session-changed $1 _rk-ctl", new SessionChanged(new SessionId(1), "_rk-ctl") },
        { "%session-changed $12 two  words ", new SessionChanged(new SessionId(12), "two  words ") },
        { "%session-changed $0 ", new SessionChanged(new SessionId(0), "") },
        { "%session-changed $0", new SessionChanged(new SessionId(0), "") },
        { "%session-renamed $3 a b", new SessionRenamed(new SessionId(3), "a b") },
        { "%session-window-changed $1 @7", new SessionWindowChanged(new SessionId(1), new WindowId(7)) },
        { "%client-session-changed client-9 $1 a b", new ClientSessionChanged("client-9", new SessionId(1), "a b") },
        { "%client-session-changed /dev/pts/3 $1 a", new ClientSessionChanged("/dev/pts/3", new SessionId(1), "a") },
        { "%client-detached /dev/pts/3", new ClientDetached("/dev/pts/3") },
        { "%paste-buffer-changed my buffer", new PasteBufferChanged("my buffer") },
        { "%paste-buffer-deleted buffer0", new PasteBufferDeleted("buffer0") },
        { "%window-add @1", new WindowAdd(new WindowId(1), InOurSession: true) },
        { "%unlinked-window-add @1", new WindowAdd(new WindowId(1), InOurSession: false) },
        { "%window-close @1", new WindowClose(new WindowId(1), InOurSession: true) },
        { "%unlinked-window-close @4294967295", new WindowClose(new WindowId(uint.MaxValue), InOurSession: false) },
        { "%window-renamed @1 a  b", new WindowRenamed(new WindowId(1), "a  b", InOurSession: true) },
        { "%unlinked-window-renamed @1 %2 @3", new WindowRenamed(new WindowId(1), "%2 @3", InOurSession: false) },
        { "%window-pane-changed @1 %2", new WindowPaneChanged(new WindowId(1), new PaneId(2)) },
        { "%pane-mode-changed %2", new PaneModeChanged(new PaneId(2)) },
        { "%layout-change @1 b25d,80x24,0,0,0 b25e,80x24,0,0,1 *Z", new LayoutChange(new WindowId(1), "b25d,80x24,0,0,0", "b25e,80x24,0,0,1", "*Z") },
        { "%layout-change @1 b25d,80x24,0,0,0 b25d,80x24,0,0,0 ", new LayoutChange(new WindowId(1), "b25d,80x24,0,0,0", "b25d,80x24,0,0,0", "") },
        { "%output %1 a b", new Output(new PaneId(1), "a b"u8.ToArray()) },
        { "%output %1 ", new Output(new PaneId(1), ReadOnlyMemory<byte>.Empty) },
        { "%extended-output %1 1234 : a : b", new ExtendedOutput(new PaneId(1), 1234, "a : b"u8.ToArray()) },
        { "%extended-output %1 0 : ", new ExtendedOutput(new PaneId(1), 0, ReadOnlyMemory<byte>.Empty) },
        { "%extended-output %1 7 later words : a\\033[m", new ExtendedOutput(new PaneId(1), 7, "a\x1b[m"u8.ToArray()) },
        { "%pause %1", new Pause(new PaneId(1)) },
        { "%continue %1", new Continue(new PaneId(1)) },
        { "%subscription-changed t $1 @2 3 %4 : x : y", new SubscriptionChanged("t", new SessionId(1), new WindowId(2), 3, new PaneId(4), "x : y") },
        { "%subscription-changed t $1 @2 3 - : ", new SubscriptionChanged("t", new SessionId(1), new WindowId(2), 3, null, "") },
        { "%subscription-changed t $1 - - - : v", new SubscriptionChanged("t", new SessionId(1), null, null, null, "v") },
        { "%subscription-changed t $1 - - - later : v", new SubscriptionChanged("t", new SessionId(1), null, null, null, "v") },
        { "%subscription-changed a b $1 - - - : v", new SubscriptionChanged("a b", new SessionId(1), null, null, null, "v") },
        { "%subscription-changed  $1 - - - : v", new SubscriptionChanged("", new SessionId(1), null, null, null, "v") },
        { "%message can't find \\033x", new Message("can't find \x1bx") },
        { "%config-error /etc/tmux.conf:1: unknown command: x", new ConfigError("/etc/tmux.conf:1: unknown command: x") },
        { "%exit", new Exit(null) },
        { "%exit server exited unexpectedly", new Exit("server exited unexpectedly") },
        { "%exit too far behind", new Exit("too far behind") },
    };

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_notification_is_read(string line, TmuxNotification notification) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(notification);

    [Theory]
    [InlineData("sessions-changed $1")]
    [InlineData("session-changed")]
    [InlineData("session-changed @1 x")]
    [InlineData("session-changed  $1 x")]
    [InlineData("session-changed $-1 x")]
    [InlineData("session-changed $+1 x")]
    [InlineData("session-changed $ x")]
    [InlineData("session-changed $4294967296 x")]
    [InlineData("session-changed $1x x")]
    [InlineData("session-window-changed $1")]
    [InlineData("session-window-changed $1 @1 more")]
    [InlineData("session-window-changed @1 $1")]
    [InlineData("client-session-changed client-9")]
    [InlineData("client-session-changed client-9 a b")]
    [InlineData("client-session-changed  $1 b")]
    [InlineData("window-add")]
    [InlineData("window-add $1")]
    [InlineData("window-add @1 ")]
    [InlineData("window-close %1")]
    [InlineData("window-renamed a")]
    [InlineData("window-pane-changed @1 2")]
    [InlineData("pane-mode-changed @1")]
    [InlineData("layout-change @1")]
    [InlineData("layout-change @1 b25d,80x24,0,0,0")]
    [InlineData("output 1 a")]
    [InlineData("extended-output %1 : a")]
    [InlineData("extended-output %1 5 a")]
    [InlineData("extended-output %1 5:a")]
    [InlineData("extended-output %1 -5 : a")]
    [InlineData("pause")]
    [InlineData("continue %")]
    [InlineData("subscription-changed")]
    [InlineData("subscription-changed t $1 @2 3 %4")]
    [InlineData("subscription-changed $1 @2 3 %4 : v")]
    [InlineData("subscription-changed t $1 @2 3 : v")]
    [InlineData("subscription-changed t $1 @2 x %4 : v")]
    public void One_whose_arguments_are_not_as_promised_is_kept_as_text(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (name, arguments) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
        Read($"%{line}\n").ShouldHaveSingleItem().ShouldBe(new Unknown(name, arguments));
    }

    [Theory]
    [InlineData("%something-from-the-future x", "something-from-the-future", "x")]
    [InlineData("%sessions-changed2", "sessions-changed2", "")]
    [InlineData("%session", "session", "")]
    [InlineData("%end 1 2 1", "end", "1 2 1")]
    [InlineData("%% x", "%", "x")]
    [InlineData("% x", "", "x")]
    public void One_of_another_name_is_kept_as_text(string line, string name, string arguments) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new Unknown(name, arguments));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("hello from run-shell")]
    [InlineData(" %exit")]
    [InlineData("exit")]
    [InlineData("usage: tmux [-2CDlNuVv]")]
    public void A_line_without_the_sign_is_unframed(string line) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new UnframedLine(line));

    [Theory]
    [InlineData(@"\033[1m", "1B5B316D")]
    [InlineData(@"a\134b", "615C62")]
    [InlineData(@"\000\377", "00FF")]
    [InlineData(@"\400", "5C343030")]
    [InlineData(@"\08", "5C3038")]
    [InlineData(@"\03", "5C3033")]
    [InlineData(@"\", "5C")]
    [InlineData(@"\\033", "5C1B")]
    [InlineData(@"\1344", "5C34")]
    public void Output_is_the_bytes_that_the_pane_wrote(string text, string hex) =>
        Convert.ToHexString(Read($"%output %0 {text}\n").ShouldHaveSingleItem().ShouldBeOfType<Output>().Data.Span).ShouldBe(hex);

    [Fact]
    public void Half_a_character_of_output_stays_half()
    {
        byte[] line = [.. "%output %0 \\303"u8, 0xC3, (byte)'\n'];
        Read(line).ShouldHaveSingleItem().ShouldBeOfType<Output>().Data.ToArray().ShouldBe([0xC3, 0xC3]);
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters() =>
        Read([.. "%window-renamed @1 "u8, 0xC3, (byte)'\n']).ShouldHaveSingleItem()
            .ShouldBe(new WindowRenamed(new WindowId(1), "\uFFFD", InOurSession: true));

    [Fact]
    public void Output_is_compared_by_its_bytes()
    {
        var output = new Output(new PaneId(1), "a"u8.ToArray());
        output.GetHashCode().ShouldBe(new Output(new PaneId(1), "b"u8.ToArray()).GetHashCode());
        output.ShouldNotBe(new Output(new PaneId(1), "b"u8.ToArray()));
        output.ShouldNotBe(output with { Cut = true });
        var late = new ExtendedOutput(new PaneId(1), 5, "a"u8.ToArray());
        late.ShouldNotBe(late with { AgeMilliseconds = 6 });
        late.ShouldNotBe(late with { Data = Encoding.UTF8.GetBytes("b") });
    }
}
