using RunKit.Tmux.Panes;
using static RunKit.Tmux.Tests.Panes.Moments;

namespace RunKit.Tmux.Tests.Panes;

public sealed class SendCommandsTests
{
    private static readonly SendCommands Commands = new(Facts, "rk1");

    [Fact]
    public void A_paste_looks_in_its_own_step_whether_the_program_is_still_there() => Commands.Paste().Words.ShouldBe(
    [
        "load-buffe", "-b", "rk-rk1", "-", ";", "if-shel", "-F", "-t", "%5", "#{&&:#{==:#{pane_pid},100},#{!=:#{pane_dead},1}}",
        "copy-mod -q -t \"%5\" ; paste-buffe -p -d -b rk-rk1 -t \"%5\" ; display-messag -p -t \"%5\" rk1-typed",
        "delete-buffe -b rk-rk1 ; display-messag -p -t \"%5\" rk1",
    ]);

    [Fact]
    public void From_3_7_on_control_bytes_are_pasted_as_they_are() =>
        new SendCommands(Facts with { BracketedPaste = false }, "rk1").Enter().Words[^2].ShouldContain("paste-buffe -S -d");

    [Fact]
    public void Enter_is_a_paste_of_one_byte_without_brackets()
    {
        var words = Commands.Enter().Words;

        words[..5].ShouldBe(["set-buffe", "-b", "rk-rk1", "--", "\r"]);
        words[^2].ShouldContain("paste-buffe -d -b");
    }

    [Fact]
    public void Keys_go_to_a_synchronized_pane_only_when_that_is_meant()
    {
        Commands.Keys(["C-c", ";", "\""], synchronized: false).Words[4].ShouldContain("pane_synchronized");
        Commands.Keys(["C-c"], synchronized: true).Words[4].ShouldNotContain("pane_synchronized");
        Commands.Keys([";", "\"", "$"], synchronized: true).Words[5].ShouldContain("send-key -t \"%5\" -- \";\" \"\\\"\" \"\\$\"");
    }

    [Fact]
    public void Only_tmuxs_whole_answer_says_that_it_was_typed()
    {
        Commands.WasTyped("rk1-typed\n").ShouldBeTrue();
        Commands.WasTyped("rk1\n").ShouldBeFalse();
        Commands.WasTyped("").ShouldBeFalse();
    }
}
