using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class EchoSearchTests
{
    [Theory]
    [InlineData("make test", "$ make test")]
    [InlineData("a long command that is broken by the width", "$ a long command tha|t is broken by the w|idth")]
    [InlineData("framed by a program", "│ > framed by a  │|│   program      │")]
    [InlineData("ends;", "$ ends;")]
    [InlineData("日本語のテキスト", "$ 日本語の|テキスト")]
    [InlineData("known \U000e0041 and not", "$ known  and not")]
    public void A_text_is_found_however_it_is_wrapped_and_framed(string text, string rows) =>
        new EchoSearch(text).Count(rows.Split('|')).ShouldBe(1);

    [Fact]
    public void Only_its_end_counts()
    {
        new EchoSearch(new string('x', 100) + "the very end of a long text").Count(["scrolled: the very end of a long text"]).ShouldBe(1);
        new EchoSearch("the beginning of a long text").Count(["the beginning of a long"]).ShouldBe(0);
    }

    [Fact]
    public void It_is_counted_so_that_one_that_stood_there_before_is_told_from_a_new_one() =>
        new EchoSearch("ls").Count(["$ ls", "a b", "$ ls"]).ShouldBe(2);

    [Fact]
    public void A_text_of_characters_that_every_program_shows_in_its_own_way_cannot_be_looked_for()
    {
        new EchoSearch(" \t\U000e0041").IsPossible.ShouldBeFalse();
        new EchoSearch("").Count([""]).ShouldBe(0);
    }
}
