using RunKit.Tmux.Panes;
using static RunKit.Tmux.Tests.Panes.Moments;

namespace RunKit.Tmux.Tests.Panes;

public sealed class SendGuardTests
{
    [Fact]
    public void What_takes_no_input_is_typed_into_in_no_case()
    {
        Objection(Facts with { Dead = true }).ShouldContain("dead");
        Objection(Facts with { InputOff = true }).ShouldContain("switched off");
        Objection(Facts with { Size = new RunKit.Tmux.State.TerminalSize(0, 24) }).ShouldContain("no size");
        SendGuard.Objection(Facts with { Synchronized = true, Mode = "copy-mode" }, Raw, Text("x"), Wish).ShouldBeNull();
    }

    [Fact]
    public void Another_program_than_the_sender_wants_is_told_by_its_name()
    {
        var wish = Wish with { IfCommand = ["bash", "zsh"] };

        SendGuard.Objection(Facts, Raw, Text("x"), wish).ShouldBe("vim is in the foreground, not bash or zsh");
        SendGuard.Objection(Facts, Prompt, Text("x"), wish).ShouldBeNull();
        SendGuard.Objection(Facts, null, Text("x"), wish).ShouldBeNull("tmux says that it is bash");
        SendGuard.Objection(Facts, Raw, Text("x"), Wish with { IfPrompt = true }).ShouldBe("it is not at a prompt: vim is in the foreground");
        SendGuard.Objection(Facts, null, Text("x"), Wish with { IfPrompt = true }).ShouldNotBeNull();
        SendGuard.Objection(Facts, Prompt, Text("x"), Wish with { IfPrompt = true }).ShouldBeNull();
    }

    [Fact]
    public void Several_lines_are_typed_only_as_one_or_when_that_is_meant()
    {
        SendGuard.Objection(Facts, Prompt, Text("a\nb"), Wish).ShouldNotBeNull().ShouldContain("--multiline");
        SendGuard.Objection(Facts with { BracketedPaste = false }, Prompt, Text("a\nb"), Wish).ShouldNotBeNull().ShouldContain("--multiline");
        SendGuard.Objection(Facts with { BracketedPaste = true }, Prompt, Text("a\nb"), Wish).ShouldBeNull();
        SendGuard.Objection(Facts, Prompt, Text("a\nb"), Wish with { Multiline = true }).ShouldBeNull();
    }

    [Fact]
    public void A_tab_is_a_key_to_a_line_editor_and_text_where_the_kernel_edits_lines()
    {
        SendGuard.Objection(Facts, Prompt, Text("a\tb"), Wish).ShouldNotBeNull().ShouldContain("a tab");
        SendGuard.Objection(Facts, null, Text("a\tb"), Wish).ShouldNotBeNull().ShouldContain("a tab");
        SendGuard.Objection(Facts with { BracketedPaste = true }, Prompt, Text("a\tb"), Wish).ShouldBeNull();
        SendGuard.Objection(Facts, ReadsLines, Text("a\tb"), Wish).ShouldBeNull();
    }

    [Fact]
    public void A_line_that_the_kernel_would_cut_is_refused_where_the_kernel_edits_lines()
    {
        var text = Text(new string('x', TypedText.MaxKernelLine + 1));

        SendGuard.Objection(Facts, ReadsLines, text, Wish).ShouldNotBeNull().ShouldContain("4096 bytes");
        SendGuard.Objection(Facts, ReadsLines, Text(text.Text[1..]), Wish).ShouldBeNull();
        SendGuard.Objection(Facts, Raw, text, Wish).ShouldBeNull();
    }

    [Theory]
    [InlineData("bash", false, true, true)]
    [InlineData("bash", true, true, false)]
    [InlineData("zsh", false, true, true)]
    [InlineData("dash", true, true, true)]
    [InlineData("sh", true, false, false)]
    [InlineData("vim", false, true, false)]
    public void A_prompt_is_a_shell_that_reads(string name, bool readsLines, bool echoes, bool expected)
    {
        var terminal = new PaneTerminal(readsLines, echoes, 0, new ForegroundProgram(1, name, true, false, false));

        terminal.IsAtPrompt.ShouldBe(expected);
        (terminal with { Unread = 3 }).IsAtPrompt.ShouldBeFalse();
        (terminal with { Foreground = terminal.Foreground! with { HasCompany = true } }).IsAtPrompt.ShouldBeFalse();
        (terminal with { Foreground = terminal.Foreground! with { Waits = false } }).IsAtPrompt.ShouldBeFalse();
        (terminal with { Foreground = null }).IsAtPrompt.ShouldBeFalse();
    }

    private static string Objection(PaneFacts facts) => SendGuard.Objection(facts, Raw, Text("x"), Wish).ShouldNotBeNull();
}
