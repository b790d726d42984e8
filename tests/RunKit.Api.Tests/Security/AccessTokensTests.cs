using RunKit.Api.Security;

namespace RunKit.Api.Tests.Security;

public sealed class AccessTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_is_a_name_a_scope_and_a_token_and_the_rest_counts_for_nothing()
    {
        var tokens = AccessTokens.Parse("# mine\r\n\r\n  phone\tread   01234567890123456789\r\nci admin abcdefghijklmnopqrst");

        (tokens.Find("01234567890123456789", Now)!.Name, tokens.Find("01234567890123456789", Now)!.Scope).ShouldBe(("phone", AccessScope.Read));
        tokens.Find("abcdefghijklmnopqrst", Now)!.Scope.ShouldBe(AccessScope.Admin);
        tokens.Find("abcdefghijklmnopqrs", Now).ShouldBeNull();
        tokens.Find("", Now).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "holds no token")]
    [InlineData("# admin admin 01234567890123456789", "holds no token")]
    [InlineData("\nadmin 01234567890123456789", "line 2: a token is NAME SCOPE TOKEN")]
    [InlineData("a b c d", "line 1: a token is NAME SCOPE TOKEN")]
    [InlineData("me root 01234567890123456789", "line 1: a scope is read, input, manage or admin")]
    [InlineData("me Admin 01234567890123456789", "line 1: a scope is")]
    [InlineData("me 1 01234567890123456789", "line 1: a scope is")]
    [InlineData("m\u001be admin 01234567890123456789", "line 1: a name has")]
    [InlineData("me admin 0123456789012345678", "line 1: a token has 20 to 512 characters")]
    [InlineData("me admin 0123456789012345678\u00e4", "line 1: a token has 20 to 512 characters")]
    [InlineData("me admin sha256:0123456789", "line 1: sha256: goes with the 64 hexadecimal digits")]
    [InlineData("me admin 01234567890123456789 servers=", "line 1: servers= goes with a name")]
    [InlineData("me admin 01234567890123456789 servers=a/b", "line 1: servers= goes with a name")]
    [InlineData("me admin 01234567890123456789 until=tomorrow", "line 1: until= goes with a moment")]
    [InlineData("me admin 01234567890123456789 until=", "line 1: until= goes with a moment")]
    [InlineData("me admin 01234567890123456789 servers=a servers=b", "line 1: a limit is said once")]
    [InlineData("me admin 01234567890123456789 server=a", "line 1: a token is NAME SCOPE TOKEN")]
    [InlineData("me admin 01234567890123456789\nme read abcdefghijklmnopqrst", "line 2: there is another token named me")]
    public void What_cannot_be_read_is_named_by_its_line_and_never_shown(string text, string problem)
    {
        var message = Should.Throw<FormatException>(() => AccessTokens.Parse(text)).Message;

        message.ShouldContain(problem);
        message.ShouldNotContain("0123456789");
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void A_new_token_is_one_that_can_be_read_and_never_the_same()
    {
        var (one, other) = (AccessTokens.NewLine("admin", AccessScope.Admin), AccessTokens.NewLine("admin", AccessScope.Admin));

        one.ShouldNotBe(other);
        AccessTokens.Parse(one).Find(one.Split(' ')[2], Now)!.Scope.ShouldBe(AccessScope.Admin);
        one.Split(' ')[2].Length.ShouldBeGreaterThanOrEqualTo(43);
    }

    [Fact]
    public void A_token_that_is_kept_as_a_hash_is_found_and_cannot_be_read_from_its_line()
    {
        var (token, line) = AccessTokens.NewHashed("ci", AccessScope.Manage, "ci-*", Now.AddHours(1));

        line.ShouldNotContain(token);
        var found = AccessTokens.Parse(line).Find(token, Now).ShouldNotBeNull();
        (found.Name, found.Scope, found.Servers, found.Until).ShouldBe(("ci", AccessScope.Manage, "ci-*", Now.AddHours(1)));
        AccessTokens.Parse(line).Find(line.Split(' ')[2], Now).ShouldBeNull("the hash is no token");
    }

    [Fact]
    public void A_token_counts_until_its_moment()
    {
        var (token, line) = AccessTokens.NewHashed("ci", AccessScope.Read, null, Now.AddHours(1));
        var tokens = AccessTokens.Parse(line);
        var found = tokens.Find(token, Now)!;

        tokens.Holds(found, Now.AddMinutes(59)).ShouldBeTrue();
        tokens.Find(token, Now.AddHours(1)).ShouldBeNull();
        tokens.Holds(found, Now.AddHours(1)).ShouldBeFalse();
        AccessTokens.Parse(AccessTokens.NewHashed("ci", AccessScope.Read, null, null).Line).Holds(found, Now).ShouldBeFalse("another of the same name");
    }

    [Fact]
    public void No_text_however_odd_ends_in_anything_but_tokens_or_a_format_error()
    {
        var random = new Random(7);
        const string alphabet = "admin read input # \t\r\n\0\u00e40123456789";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            try
            {
                AccessTokens.Parse(text).Find(text, Now).ShouldBeNull();
            }
            catch (FormatException e)
            {
                e.Message.ShouldNotContain('\n');
            }
        }
    }
}
