using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class TypedTextTests
{
    [Theory]
    [InlineData("a\u001bb", "U+001B", 1)]
    [InlineData("\0", "U+0000", 0)]
    [InlineData("ab\u007f", "U+007F", 2)]
    [InlineData("é\u009b", "U+009B", 1)]
    [InlineData("\u0003", "U+0003", 0)]
    public void A_control_character_is_refused_with_its_offset(string text, string which, int offset)
    {
        TypedText.TryParse(text, out _, out var problem).ShouldBeFalse();

        problem.ShouldContain(which);
        problem.ShouldContain($"offset {offset};");
    }

    [Theory]
    [InlineData("ab", "", 2)]
    [InlineData("", "x", 0)]
    [InlineData("👩", "x", 2)]
    public void Half_a_character_is_refused_with_its_offset(string before, string after, int offset)
    {
        var text = $"{before}{(char)0xd83d}{after}";

        TypedText.TryParse(text, out _, out var problem).ShouldBeFalse();

        problem.ShouldBe($"the text has half a character at offset {offset}");
    }

    [Fact]
    public void Tabs_and_line_ends_are_text_and_every_line_end_is_the_same()
    {
        Moments.Text("a\tb\r\nc\rd\ne").Text.ShouldBe("a\tb\nc\nd\ne");
        Moments.Text("a\r\nb").HasLines.ShouldBeTrue();
        Moments.Text("").IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é\nabc\n", 3)]
    [InlineData("a\nééé", 6)]
    public void The_longest_line_is_counted_in_bytes(string text, int bytes) => Moments.Text(text).LongestLine.ShouldBe(bytes);

    [Fact]
    public void What_it_says_is_in_nothing_that_is_printed() => Moments.Text("hunter2").ToString().ShouldBe("a text of 7 bytes");

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        TypedText.TryParse(new string('x', TypedText.MaxBytes + 1), out _, out _).ShouldBeFalse();

    [Fact]
    public void Any_text_is_either_refused_or_typed_as_it_is() => Prop.ForAll<string>(text =>
    {
        if (text is null || !TypedText.TryParse(text, out var typed, out _))
        {
            return text is null || text.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);
        }

        return Encoding.UTF8.GetString(typed.Utf8.Span) == typed.Text && typed.Text.ReplaceLineEndings("\n") == text.ReplaceLineEndings("\n").Replace('\r', '\n');
    }).QuickCheckThrowOnFailure();
}
