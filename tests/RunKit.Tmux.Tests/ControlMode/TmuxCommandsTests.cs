using RunKit.Tmux.ControlMode;
using OptionScope = RunKit.Tmux.Commands.OptionScope;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.ControlMode;

public class TmuxCommandsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("50% #x", "50% ##x")]
    [InlineData("#", "##")]
    [InlineData("##", "####")]
    [InlineData("#{pid} #(ls)", "##{pid} ##(ls)")]
    [InlineData("#[bold]", "#[bold]")]
    [InlineData("##[bold]#", "##[bold]##")]
    [InlineData("[#]", "[##]")]
    public void A_name_is_escaped_so_that_no_format_in_it_is_expanded(string text, string literal) => TmuxCommands.Literal(text).ShouldBe(literal);

    [Fact]
    public void A_program_stands_behind_a_double_dash_and_its_words_stay_as_they_are() =>
        TmuxCommands.NewWindow(new SessionId(1), "#n", "/a#b", "printf", "-n", "#{x}").Words.ShouldBe(
            ["new-window", "-d", "-P", "-F", "#{window_id}", "-t", "$1:", "-n", "##n", "-c", "/a##b", "--", "printf", "-n", "#{x}"]);

    [Fact]
    public void What_is_not_given_is_not_there() =>
        TmuxCommands.NewSession(null, null).Words.ShouldBe(["new-session", "-d", "-P", "-F", "#{session_id}"]);

    [Fact]
    public void Each_scope_of_an_option_has_its_flags()
    {
        TmuxCommands.ShowOption(new OptionScope.Server(), "@x").Words.ShouldBe(["show-options", "-s", "-q", "-v", "@x"]);
        TmuxCommands.SetOption(new OptionScope.Session(new SessionId(2)), "@x", "-v").Words.ShouldBe(["set-option", "-t", "$2:", "--", "@x", "-v"]);
        TmuxCommands.UnsetOption(new OptionScope.Window(new WindowId(3)), "@x").Words.ShouldBe(["set-option", "-w", "-t", "@3", "-q", "-u", "@x"]);
        TmuxCommands.SetOption(new OptionScope.Pane(new PaneId(4)), "@x", "1").Words.ShouldBe(["set-option", "-p", "-t", "%4", "--", "@x", "1"]);
    }

    [Fact]
    public void None_of_them_would_hold_up_or_move_a_shared_connection()
    {
        TmuxCommand[] all =
        [
            TmuxCommands.NewSession("a", "/", "x"), TmuxCommands.KillSession(new SessionId(1)), TmuxCommands.SplitWindow(new PaneId(1), true, null),
            TmuxCommands.SendKeys(new PaneId(1), "C-c"), TmuxCommands.CapturePane(new PaneId(1), null, true), TmuxCommands.RespawnPane(new PaneId(1)),
        ];
        all.ShouldAllBe(command => CommandRules.Refusal(command) == null && CommandRules.SingleReplyLine(command) != null);
    }
}
