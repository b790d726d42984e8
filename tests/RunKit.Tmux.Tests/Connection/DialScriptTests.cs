using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;
using RunKit.Tmux.Tests.ControlMode;

namespace RunKit.Tmux.Tests.Connection;

public class DialScriptTests
{
    private static readonly DialScript Script = new(AnchorNames.Default, "n0nce");

    [Fact]
    public void The_release_mark_is_read_before_anything_is_done()
    {
        var first = Script.Commands(GuardPolicy.Floor, reguard: false)[0];
        first.Words[..3].ShouldBe(["if-shell", "-F", "#{==:#{@rk_ctl_guard},none}"]);
        first.Words[3].ShouldBe("display-message -p rk-n0nce-released");
        first.Words[4].ShouldStartWith("new-session -A -E ");
    }

    [Fact]
    public void Taking_a_release_back_comes_first_and_touches_nothing_else()
    {
        var commands = Script.Commands(GuardPolicy.Floor, reguard: true);
        commands[0].ShouldBe(new TmuxCommand("set-option", "-s", "-q", "-u", "@rk_ctl_guard"));
        commands[1..].ShouldBe(Script.Commands(GuardPolicy.Floor, reguard: false));
    }

    [Fact]
    public void The_anchor_takes_no_output_no_size_no_environment_and_runs_no_shell() =>
        Attach(GuardPolicy.Floor)[0].Words.ShouldBe(
            ["new-session", "-A", "-E", "-P", "-F", "rk-n0nce-made", "-s", "_rk-ctl", "-f", "no-output,ignore-size", "tail", "-f", "/dev/null"]);

    [Fact]
    public void The_floor_remembers_exit_empty_once_before_it_sets_it() =>
        Attach(GuardPolicy.Floor)[1..].ShouldBe(
        [
            new TmuxCommand("set-option", "-s", "-q", "-o", "-F", "@rk_ctl_exit_empty", "#{exit-empty}"),
            new TmuxCommand("set-option", "-s", "exit-empty", "off"),
            new TmuxCommand("set-option", "-t", "_rk-ctl:", "@rk_ctl_keepalive", "1"),
            new TmuxCommand("set-option", "-t", "_rk-ctl:", "destroy-unattached", "off"),
            new TmuxCommand("set-option", "-t", "_rk-ctl:", "detach-on-destroy", "on"),
            new TmuxCommand("display-message", "-p", "rk-n0nce-guarded"),
        ]);

    [Fact]
    public void An_observer_sets_no_server_option_and_spares_an_anchor_that_is_kept()
    {
        var attach = Attach(GuardPolicy.Observe);
        attach[1..].ShouldBe(
        [
            new TmuxCommand(
                "if-shell", "-F", "#{@rk_ctl_keepalive}", "",
                "set-option -t _rk-ctl: destroy-unattached on ; set-option -t _rk-ctl: detach-on-destroy on"),
            new TmuxCommand("display-message", "-p", "rk-n0nce-guarded"),
        ]);
    }

    [Fact]
    public void Identity_listing_and_end_follow_whatever_the_release_mark_says()
    {
        var commands = Script.Commands(GuardPolicy.Observe, reguard: false);
        commands.Length.ShouldBe(4);
        commands[1].ShouldBe(new TmuxCommand(
            "display-message", "-p", "rk-n0nce-id #{pid} #{start_time} #{version} #{?@rk_ctl_keepalive,kept,-}"));
        commands[2].ShouldBe(new TmuxCommand("if-shell", "-F", "#{S:1}", StateReader.Line));
        commands[3].ShouldBe(new TmuxCommand("display-message", "-p", "rk-n0nce-end"));
    }

    [Fact]
    public void The_configured_names_are_used_throughout()
    {
        var script = new DialScript(new AnchorNames("_rk-other", "@rk_mine"), "x");
        var text = string.Join('\n', script.Commands(GuardPolicy.Floor, reguard: false).AsEnumerable());
        text.ShouldContain("_rk-other:");
        text.ShouldContain("@rk_mine");
        text.ShouldNotContain("_rk-ctl");
        text.ShouldNotContain("@rk_ctl_keepalive");
    }

    [Fact]
    public void A_release_restores_what_was_marks_the_server_and_then_takes_the_anchor_away() =>
        DialScript.Release(AnchorNames.Default).ShouldBe(
        [
            new TmuxCommand(
                "if-shell", "-F", "#{!=:#{@rk_ctl_exit_empty},}", "set-option -s -F exit-empty \"#{@rk_ctl_exit_empty}\""),
            new TmuxCommand("set-option", "-s", "@rk_ctl_guard", "none"),
            new TmuxCommand("set-option", "-s", "-q", "-u", "@rk_ctl_exit_empty"),
            new TmuxCommand("kill-session", "-t", "=_rk-ctl:"),
        ]);

    [Fact]
    public void A_farewell_ends_the_anchor_with_its_last_client() =>
        DialScript.Farewell(new SessionId(3)).ShouldBe(
            new TmuxCommand(
                "if-shell", "-F", "-t", "$3:", "#{&&:#{==:#{session_id},$3},#{==:#{session_attached},1}}", "kill-session -t \"\\$3:\"",
                "detach-client"));

    // The commands that the if-shell runs on a server that is not released, as tmux's parser will cut them.
    private static TmuxCommand[] Attach(GuardPolicy guard) =>
        [.. TmuxLexer.Commands(Script.Commands(guard, reguard: false)[0].Words[4]).Select(words => new TmuxCommand(words[0], words[1..]))];
}
