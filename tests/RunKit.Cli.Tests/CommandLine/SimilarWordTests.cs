using RunKit.Cli.CommandLine;

namespace RunKit.Cli.Tests.CommandLine;

public sealed class SimilarWordTests
{
    private static readonly string[] Known = ["kill", "ls", "capture", "tree"];

    [Theory]
    [InlineData("kil", "kill")]
    [InlineData("captrue", "capture")]
    [InlineData("Tree", "tree")]
    [InlineData("frobnicate", null)]
    [InlineData("x", null)]
    public void A_mistyped_word_is_the_one_that_is_nearest(string word, string? meant) => SimilarWord.Of(word, Known).ShouldBe(meant);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("kill", "kill", 0)]
    [InlineData("kill", "", 4)]
    [InlineData("sitting", "kitten", 3)]
    public void Changes_are_counted_by_letters(string from, string to, int changes)
    {
        SimilarWord.Changes(from, to).ShouldBe(changes);
        SimilarWord.Changes(to, from).ShouldBe(changes);
    }
}
