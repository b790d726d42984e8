using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

public class NotificationTests
{
    [Theory]
    [InlineData("%session-changed $1 _rk-ctl", 1u, "_rk-ctl")]
    [InlineData("%session-changed $12 two words", 12u, "two words")]
    [InlineData("%session-changed $0 ", 0u, "")]
    [InlineData("%session-changed $0", 0u, "")]
    public void Session_changed_names_the_session_we_are_in(string line, uint id, string name) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new SessionChanged(new SessionId(id), name));

    [Theory]
    [InlineData("%session-changed")]
    [InlineData("%session-changed @1 x")]
    [InlineData("%session-changed  $1 x")]
    public void Session_changed_without_a_session_is_a_mere_hint(string line) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBeOfType<StateHint>().Name.ShouldBe("session-changed");

    [Theory]
    [InlineData("%exit", null)]
    [InlineData("%exit server exited unexpectedly", "server exited unexpectedly")]
    [InlineData("%exit too far behind", "too far behind")]
    public void Exit_may_have_a_reason(string line, string? reason) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new Exit(reason));

    [Theory]
    [InlineData("%sessions-changed", "sessions-changed", "")]
    [InlineData("%window-renamed @1 a  b", "window-renamed", "@1 a  b")]
    [InlineData("%unlinked-window-close @1", "unlinked-window-close", "@1")]
    [InlineData("%layout-change @1 b25d,80x24,0,0,0 b25d,80x24,0,0,0 *", "layout-change", "@1 b25d,80x24,0,0,0 b25d,80x24,0,0,0 *")]
    [InlineData("%something-from-the-future x", "something-from-the-future", "x")]
    [InlineData("%end 1 2 1", "end", "1 2 1")]
    [InlineData("%% x", "%", "x")]
    [InlineData("% x", "", "x")]
    public void Every_other_notification_is_a_hint(string line, string name, string arguments) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new StateHint(name, arguments));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("hello from run-shell")]
    [InlineData(" %exit")]
    [InlineData("exit")]
    [InlineData("usage: tmux [-2CDlNuVv]")]
    public void A_line_without_the_sign_is_unframed(string line) =>
        Read($"{line}\n").ShouldHaveSingleItem().ShouldBe(new UnframedLine(line));

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters() =>
        Read([.. "%window-renamed @1 "u8, 0xC3, (byte)'\n']).ShouldHaveSingleItem()
            .ShouldBe(new StateHint("window-renamed", "@1 \uFFFD"));
}
