using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class StyledTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\e[1;38;2;1;2;3mred\e[0m  ", "red")]
    [InlineData("\e]8;;http://x\e\\link\e]8;;\e\\", "link")]
    [InlineData("\e]8;;http://x\alink", "link")]
    [InlineData("a\u000eqx`~\u000fq", "a─│◆·q")]
    [InlineData("a\e", "a")]
    [InlineData("a\e[3", "a")]
    [InlineData("a\e]8;;", "a")]
    [InlineData("日本\e[m語", "日本語")]
    public void What_styles_a_row_is_taken_out(string row, string text) => StyledText.Plain(row).ShouldBe(text);

    [Fact]
    public void Nothing_throws_and_no_escape_is_left() => Prop.ForAll<string>(row =>
        row is null || !StyledText.Plain(row + "\e[" + row + "\e]" + row).Contains('\e', StringComparison.Ordinal)).QuickCheckThrowOnFailure();
}
