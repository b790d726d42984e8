using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class KeyNameTests
{
    [Theory]
    [InlineData("Enter")]
    [InlineData("enter")]
    [InlineData("C-c")]
    [InlineData("M-C-x")]
    [InlineData("C-Space")]
    [InlineData("S-Up")]
    [InlineData("F12")]
    [InlineData("^C")]
    [InlineData("-")]
    [InlineData(";")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("C--")]
    public void A_key_that_tmux_knows_is_one(string key) => KeyName.Problem([key]).ShouldBeNull();

    [Theory]
    [InlineData("Entr")]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("C-")]
    [InlineData("F13")]
    [InlineData("X-a")]
    [InlineData("\u001b")]
    public void A_word_that_tmux_would_type_letter_by_letter_is_none(string key) =>
        KeyName.Problem(["Enter", key]).ShouldNotBeNull().ShouldContain($"'{key}' is no key");

    [Fact]
    public void No_keys_are_a_problem() => KeyName.Problem([]).ShouldNotBeNull();
}
