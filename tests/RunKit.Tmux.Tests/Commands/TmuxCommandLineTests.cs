using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Commands;

public sealed class TmuxCommandLineTests
{
    [Theory]
    [InlineData(";", "\\;")]
    [InlineData("a;", "a\\;")]
    [InlineData("a\\;", "a\\\\;")]
    [InlineData("a;;", "a;\\;")]
    [InlineData("a;b", "a;b")]
    public void A_value_that_ends_in_a_semicolon_begins_no_command(string value, string word) =>
        TmuxCommandLine.Of("set-buffer", "--", value).Words.ShouldBe(["set-buffer", "--", word]);

    [Fact]
    public void Several_are_joined_by_a_semicolon_of_ours() =>
        TmuxCommandLine.Join(TmuxCommands.KillPane(new PaneId(1)), TmuxCommands.KillServer).Words.ShouldBe(["kill-pane", "-t", "%1", ";", "kill-server"]);

    [Theory]
    [InlineData("#(touch x)", "##(touch x)")]
    [InlineData("#{pid}", "##{pid}")]
    [InlineData("##", "####")]
    [InlineData("#[fg=red]", "#[fg=red]")]
    [InlineData("a#", "a##")]
    [InlineData("plain", "plain")]
    public void A_text_that_tmux_expands_is_made_literal(string text, string word)
    {
        TmuxCommands.NewWindow(new SessionId(0), text, text).Words.ShouldBe(["new-window", "-d", "-P", "-F", "#{window_id}", "-t", "$0:", "-n", word, "-c", word]);
        TmuxCommands.RenameSession(new SessionId(0), text).Words[^1].ShouldBe(word);
        TmuxCommands.SetPaneTitle(new PaneId(0), text).Words[^1].ShouldBe(word);
    }

    [Fact]
    public void A_program_of_one_word_goes_through_no_shell_that_would_read_it() =>
        TmuxCommands.RespawnPane(new PaneId(0), null, "ls; reboot").Words.ShouldBe(["respawn-pane", "-k", "-t", "%0", "--", "sh", "-c", "exec \"$0\"", "ls; reboot"]);

    [Fact]
    public void A_program_with_arguments_is_run_as_it_is() =>
        TmuxCommands.RespawnPane(new PaneId(0), null, "tail", "-f", "x;").Words.ShouldBe(["respawn-pane", "-k", "-t", "%0", "--", "tail", "-f", "x\\;"]);

    [Fact]
    public void A_users_own_words_stay_as_they_are() => TmuxCommandLine.Exec(["list-panes;", "#{x}", "a;"]).Words.ShouldBe(["list-panes;", "#{x}", "a;"]);

    [Theory]
    [InlineData("-L")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_users_own_words_begin_with_a_command(string name) => Should.Throw<ArgumentException>(() => TmuxCommandLine.Exec([name, "x"]));

    [Fact]
    public void No_words_are_no_command() => Should.Throw<ArgumentException>(() => TmuxCommandLine.Exec([]));

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("b25")]
    [InlineData("b25d")]
    [InlineData("0x1f,80x24")]
    [InlineData(" b25,80x24")]
    public void A_text_that_is_no_layout_is_not_sent_because_it_crashes_tmux(string layout) =>
        Should.Throw<ArgumentException>(() => TmuxCommands.SelectLayout(new WindowId(0), layout)).Message.ShouldStartWith("a layout is one of ");

    [Theory]
    [InlineData("tiled")]
    [InlineData("b25d,80x24,0,0,0")]
    public void A_layout_is_a_name_or_what_tmux_prints(string layout) =>
        TmuxCommands.SelectLayout(new WindowId(0), layout).Words.ShouldBe(["select-layout", "-t", "@0", "--", layout]);
}
