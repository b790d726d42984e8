using System.Text.Json;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Identity;

public class ServerNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("default")]
    [InlineData("_rk")]
    [InlineData("0")]
    [InlineData("Work-2.old_copy")]
    public void A_plain_word_is_a_server_name(string text)
    {
        ServerName.TryParse(text, out var name).ShouldBeTrue();
        name!.Value.ShouldBe(text);
        name.ToString().ShouldBe(text);
        name.ShouldBe(new ServerName(text));
    }

    [Theory]
    [InlineData(null, "must not be empty")]
    [InlineData("", "must not be empty")]
    [InlineData(".hidden", "must not start with '.'")]
    [InlineData("-L", "must not start with '-'")]
    [InlineData("a b", "not U+0020")]
    [InlineData("a/b", "not '/'")]
    [InlineData("../x", "must not start with '.'")]
    [InlineData("a\nb", "not U+000A")]
    [InlineData("a\0", "not U+0000")]
    [InlineData("café", "not 'é'")]
    [InlineData("a😀", "not U+D83D")]
    [InlineData("a:b", "not ':'")]
    public void Anything_else_is_refused_with_the_reason(string? text, string reason)
    {
        ServerName.Problem(text).ShouldNotBeNull().ShouldContain(reason);
        ServerName.TryParse(text, out var name).ShouldBeFalse();
        name.ShouldBeNull();
        Should.Throw<ArgumentException>(() => new ServerName(text!)).Message.ShouldContain(reason);
    }

    [Fact]
    public void Sixty_four_characters_are_the_most()
    {
        ServerName.Problem(new string('a', 64)).ShouldBeNull();
        ServerName.Problem(new string('a', 65)).ShouldBe("a server name has at most 64 characters, this one has 65");
    }

    [Fact]
    public void Names_sort_by_their_bytes()
    {
        string[] names = ["b", "B", "a", "_", "0"];
        names.Select(name => new ServerName(name)).Order().Select(name => name.Value).ShouldBe(["0", "B", "_", "a", "b"]);
    }

    [Fact]
    public void A_name_is_a_string_in_json()
    {
        var json = JsonSerializer.Serialize(new ServerName("work"));
        json.ShouldBe("\"work\"");
        JsonSerializer.Deserialize<ServerName>(json).ShouldBe(new ServerName("work"));
    }

    [Theory]
    [InlineData("\"../etc\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{\"Value\":\"work\"}")]
    public void Json_that_is_no_name_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ServerName>(json));
}
