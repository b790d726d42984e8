using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Commands;

namespace RunKit.Tmux.Tests.ControlMode;

public class TmuxCommandTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("@name", "@name")]
    [InlineData("-t", "-t")]
    [InlineData("_rk-ctl:", "_rk-ctl:")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("$HOME", "\"\\$HOME\"")]
    [InlineData("$1", "\"\\$1\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData(";", "\";\"")]
    [InlineData("{", "\"{\"")]
    [InlineData("#{pid}", "\"#{pid}\"")]
    [InlineData("%1", "\"%1\"")]
    [InlineData("# no comment", "\"# no comment\"")]
    [InlineData("a\nb\tc", "\"a\\012b\\011c\"")]
    [InlineData("\u001b\u007f", "\"\\033\\177\"")]
    [InlineData("héllo 😀", "\"héllo 😀\"")]
    public void A_word_is_quoted_only_where_it_must_be(string word, string quoted) =>
        new TmuxCommand("set-buffer", word).ToLine().ShouldBe($"set-buffer {quoted}");

    [Theory]
    [InlineData("~", "\"\\~\"")]
    [InlineData("~/src", "\"\\~/src\"")]
    [InlineData("~root", "\"\\~root\"")]
    public void A_tilde_is_escaped_because_tmux_expands_it_after_an_opening_quote(string word, string quoted) =>
        new TmuxCommand("set-buffer", word).ToLine().ShouldBe($"set-buffer {quoted}");

    [Fact]
    public void Words_stay_as_they_were_given() =>
        new TmuxCommand("send-keys", "-t", "%1", "a b;").Words.ShouldBe(["send-keys", "-t", "%1", "a b;"]);

    [Fact]
    public void A_nul_is_refused_wherever_it_stands()
    {
        Should.Throw<ArgumentException>(() => new TmuxCommand("a\0")).Message.ShouldContain("NUL");
        Should.Throw<ArgumentException>(() => new TmuxCommand("a", "b", "c\0d")).Message.ShouldContain("NUL");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_command_has_a_name(string name) => Should.Throw<ArgumentException>(() => new TmuxCommand(name));

    [Theory]
    [InlineData("-L")]
    [InlineData("-c")]
    public void A_name_is_no_option_of_the_program(string name) =>
        Should.Throw<ArgumentException>(() => new TmuxCommand(name, "x")).Message.ShouldContain("must not start with '-'");

    [Fact]
    public void A_problem_is_told_without_an_exception()
    {
        TmuxCommand.Problem(["list-sessions", "", "-t"]).ShouldBeNull();
        TmuxCommand.Problem([]).ShouldBe("a tmux command needs a name");
        TmuxCommand.Problem(default).ShouldBe("a tmux command needs a name");
        TmuxCommand.Problem(["-L", "x"]).ShouldBe("a tmux command must not start with '-': -L");
        TmuxCommand.Problem(["a", "b\0"]).ShouldBe("a tmux command cannot carry a NUL character");
        TmuxCommand.Problem(["a", null!]).ShouldNotBeNull();
    }

    [Fact]
    public void Commands_are_equal_by_their_words()
    {
        new TmuxCommand("a", "b").ShouldBe(new TmuxCommand("a", "b"));
        new TmuxCommand("a", "b").GetHashCode().ShouldBe(new TmuxCommand("a", "b").GetHashCode());
        new TmuxCommand("a", "b").ShouldNotBe(new TmuxCommand("a b"));
    }

    [Fact]
    public void Tmuxs_parser_reads_back_any_words_from_one_line()
    {
        var words = ArbMap.Default.ArbFor<string[]>().Generator.Where(words => words.All(word => word is not null && !word.Contains('\0')));
        Prop.ForAll(words.ToArbitrary(), Survives).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(15).WithReplay(20260501, 7));
    }

    [Fact]
    public void Tmuxs_parser_reads_back_words_made_of_its_own_signs()
    {
        var signs = Gen.Elements("\"", "'", "\\", "$", "~", "{", "}", "#", "%", ";", " ", "\n", "\t", "\r", "=", "A", "1", "-", "é");
        var words = signs.ArrayOf().Select(parts => string.Concat(parts)).ArrayOf();
        Prop.ForAll(words.ToArbitrary(), Survives).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(15).WithReplay(20260502, 9));
    }

    private static bool Survives(string[] words)
    {
        var line = new TmuxCommand("set-buffer", words).ToLine();
        return !line.Contains('\n', StringComparison.Ordinal) && TmuxLexer.Words(line).SequenceEqual(["set-buffer", .. words]);
    }
}
