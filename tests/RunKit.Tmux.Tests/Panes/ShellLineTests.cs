using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class ShellLineTests
{
    private static readonly RunId Id = RunId.TryParse("0123456789ab", out var id) ? id : default;

    [Theory]
    [InlineData("bash", ". '/s/it'\\''s'; printf '\\033]7117;rk-run-0123456789ab;end;%s\\007' \"$?\"")]
    [InlineData("dash", "command . '/s/it'\\''s'; printf '\\033]7117;rk-run-0123456789ab;end;%s\\007' \"$?\"")]
    [InlineData("fish", "source '/s/it\\'s'; printf '\\033]7117;rk-run-0123456789ab;end;%s\\007' $status")]
    public void A_line_reads_the_file_between_two_marks(string shell, string rest)
    {
        var line = ShellLine.Of(shell, Id, ["make test"], "/s/it's").ShouldNotBeNull();

        line.Text.ShouldBe($" printf '\\033]7117;rk-run-0123456789ab;begin\\007'; {rest}");
        line.Script.ShouldBe("make test\n");
    }

    [Fact]
    public void Several_words_stay_words_and_another_shell_is_not_known()
    {
        ShellLine.Of("zsh", Id, ["echo", "it's", "$x", ""], "/f").ShouldNotBeNull().Script.ShouldBe("'echo' 'it'\\''s' '$x' ''\n");
        ShellLine.Of("fish", Id, ["echo", "it's", "\\"], "/f").ShouldNotBeNull().Script.ShouldBe("'echo' 'it\\'s' '\\\\'\n");
        ShellLine.Of("nu", Id, ["ls"], "/f").ShouldBeNull();
        ShellLine.IsKnown("vim").ShouldBeFalse();
    }
}
