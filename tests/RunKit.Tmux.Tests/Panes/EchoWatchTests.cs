using RunKit.Tmux.Panes;
using static RunKit.Tmux.Tests.Panes.Moments;

namespace RunKit.Tmux.Tests.Panes;

public sealed class EchoWatchTests
{
    private static readonly EchoSearch Search = new("make test");

    [Fact]
    public void A_text_is_seen_when_it_stands_on_the_screen_and_the_program_has_come_to_rest()
    {
        var watch = new EchoWatch(Of(Raw, "> "), Search);

        watch.Judge(Of(Raw, "> make"), Ms(0)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Raw, "> make test"), Ms(20)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Raw, "> make test", "menu"), Ms(100)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Raw, "> make test", "menu"), Ms(249)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Raw, "> make test", "menu"), Ms(250)).ShouldBe(EchoVerdict.Seen);
    }

    [Fact]
    public void A_program_that_never_rests_is_waited_for_no_longer_than_a_second()
    {
        var watch = new EchoWatch(Of(Raw, "> "), Search);
        for (var at = 0; at < 1000; at += 50)
        {
            watch.Judge(Of(Raw, $"spinner {at}", "> make test"), Ms(at)).ShouldBe(EchoVerdict.Wait);
        }

        watch.Judge(Of(Raw, "spinner", "> make test"), Ms(1000)).ShouldBe(EchoVerdict.Seen);
    }

    [Fact]
    public void A_look_into_the_middle_of_what_is_drawn_anew_begins_nothing_anew()
    {
        var watch = new EchoWatch(Of(Raw, "> "), Search);
        for (var at = 0; at < 1000; at += 50)
        {
            watch.Judge(at % 200 == 50 ? Of(Raw, "") : Of(Raw, $"{at} > make test"), Ms(at)).ShouldBe(EchoVerdict.Wait);
        }

        watch.Judge(Of(Raw, "1000 > make test"), Ms(1000)).ShouldBe(EchoVerdict.Seen);
    }

    [Fact]
    public void At_a_shells_prompt_and_where_the_kernel_edits_lines_nothing_has_to_rest()
    {
        new EchoWatch(Of(ReadsLines, ""), Search).Judge(Of(ReadsLines, "make test"), Ms(0)).ShouldBe(EchoVerdict.Seen);
        var watch = new EchoWatch(Of(Prompt, "$ "), Search);
        watch.Judge(Of(Prompt, "$ make test"), Ms(0)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Prompt, "$ make test"), Ms(20)).ShouldBe(EchoVerdict.Seen);
    }

    [Fact]
    public void The_same_text_that_stood_there_before_is_not_the_echo()
    {
        var before = Of(Raw, "make test", "> ");
        var watch = new EchoWatch(before, Search);

        watch.Judge(before, Ms(300)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(before, Ms(400)).ShouldBe(EchoVerdict.Silent);
        watch.Judge(Of(Raw, "make test", "> make test"), Ms(500)).ShouldBe(EchoVerdict.Wait);
    }

    [Fact]
    public void A_password_is_not_waited_for()
    {
        var watch = new EchoWatch(Of(Password, "Password: "), Search);

        watch.Judge(Of(Password, "Password: "), Ms(20)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Password, "Password: "), Ms(50)).ShouldBe(EchoVerdict.Silent);
    }

    [Fact]
    public void What_is_not_read_is_told_from_what_is_read_slowly()
    {
        var watch = new EchoWatch(Of(Raw, ""), Search);

        for (var at = 0; at < 5000; at += 500)
        {
            watch.Judge(Of(Raw with { Unread = 6000 - at }, ""), Ms(at)).ShouldBe(EchoVerdict.Wait);
        }

        watch.Judge(Of(Raw with { Unread = 10 }, ""), Ms(5000)).ShouldBe(EchoVerdict.Wait);
        watch.Judge(Of(Raw with { Unread = 10 }, ""), Ms(6500)).ShouldBe(EchoVerdict.Queued);
    }
}
