using RunKit.Tmux.Panes;
using static RunKit.Tmux.Tests.Panes.Moments;

namespace RunKit.Tmux.Tests.Panes;

public sealed class EnterWatchTests
{
    private static readonly EchoSearch Search = new("make test");

    [Fact]
    public void A_shell_that_goes_on_to_the_next_row_has_taken_it()
    {
        var watch = new EnterWatch(Of(Prompt, "$ make test"), Search, seen: true);

        watch.Judge(Of(Prompt, "$ make test"), Ms(40)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Prompt, "$ make test", ""), Ms(60)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Prompt, "$ make test", ""), Ms(80)).ShouldBe(EnterVerdict.Took);
    }

    [Fact]
    public void A_look_into_the_middle_of_what_is_drawn_anew_is_no_effect()
    {
        var before = Of(Raw, "> make test");
        var watch = new EnterWatch(before, Search, seen: true);

        watch.Judge(Of(Raw, ""), Ms(60)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(before, Ms(80)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Raw, "> "), Ms(100)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(before, Ms(1000)).ShouldBe(EnterVerdict.Nothing);
    }

    [Fact]
    public void A_full_screen_program_that_empties_its_input_line_has_taken_it()
    {
        var before = Of(Raw, "> make test", "status");

        var watch = new EnterWatch(before, Search, seen: true);
        watch.Judge(Of(Raw, "> ", "status"), Ms(60)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Raw, "> ", "status"), Ms(80)).ShouldBe(EnterVerdict.Took);
    }

    [Fact]
    public void Where_nothing_at_all_has_changed_enter_may_be_pressed_again()
    {
        var before = Of(Raw, "> make test");
        var watch = new EnterWatch(before, Search, seen: true);

        watch.Judge(before, Ms(999)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(before, Ms(1000)).ShouldBe(EnterVerdict.Nothing);
    }

    [Fact]
    public void An_enter_alone_is_taken_when_anything_changes()
    {
        var before = Of(Prompt, "one", "$ ");
        var watch = new EnterWatch(before, new EchoSearch(""), seen: true);

        watch.Judge(before, Ms(100)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Prompt, "$ ", "$ "), Ms(100)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(Prompt, "$ ", "$ "), Ms(120)).ShouldBe(EnterVerdict.Took, "the history keeps nothing, so the row is the same");
    }

    [Fact]
    public void Where_a_question_has_come_up_it_may_not()
    {
        var before = Of(Raw, "", "> make test");

        new EnterWatch(before, Search, seen: true).Judge(Of(Raw, "Delete all? [Y/n]", "> make test"), Ms(1000)).ShouldBe(EnterVerdict.Unclear);
    }

    [Fact]
    public void Where_the_kernel_edits_lines_it_is_taken_when_the_line_is_read()
    {
        var watch = new EnterWatch(Of(ReadsLines, "make test"), Search, seen: true);

        watch.Judge(Of(ReadsLines with { Unread = 10 }, "make test", ""), Ms(40)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(Of(ReadsLines, "make test", ""), Ms(60)).ShouldBe(EnterVerdict.Took);
    }

    [Fact]
    public void A_line_that_is_not_read_waits_in_the_queue()
    {
        var watch = new EnterWatch(Of(ReadsLines, "make test"), Search, seen: true);
        var waits = Of(ReadsLines with { Unread = 10 }, "make test", "");

        watch.Judge(waits, Ms(40)).ShouldBe(EnterVerdict.Wait);
        watch.Judge(waits, Ms(1040)).ShouldBe(EnterVerdict.Queued);
    }

    [Fact]
    public void Of_a_program_that_shows_nothing_it_is_enough_that_it_reads_and_without_its_terminal_nothing_is_known()
    {
        new EnterWatch(Of(Raw, ""), Search, seen: false).Judge(Of(Raw, ""), Ms(300)).ShouldBe(EnterVerdict.Took);
        new EnterWatch(Of(null, ""), Search, seen: false).Judge(Of(null, ""), Ms(300)).ShouldBe(EnterVerdict.Unclear);
        new EnterWatch(Of(Password, "Password: "), Search, seen: false).Judge(Of(Password, "Password: "), Ms(40)).ShouldBe(EnterVerdict.Took);
    }
}
