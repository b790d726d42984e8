using System.Text.Json;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Identity;

public class TmuxIdTests
{
    [Fact]
    public void Each_kind_has_its_own_sign()
    {
        SessionId.TryParse("$1", out var session).ShouldBeTrue();
        session.ShouldBe(new SessionId(1));
        session.ToString().ShouldBe("$1");
        WindowId.TryParse("@0", out var window).ShouldBeTrue();
        window.ToString().ShouldBe("@0");
        PaneId.TryParse("%4294967295", out var pane).ShouldBeTrue();
        pane.ToString().ShouldBe("%4294967295");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("1")]
    [InlineData("@1")]
    [InlineData("%1")]
    [InlineData("$-1")]
    [InlineData("$+1")]
    [InlineData("$ 1")]
    [InlineData("$1 ")]
    [InlineData("$1.0")]
    [InlineData("$0x1")]
    [InlineData("$4294967296")]
    [InlineData("$١")]
    public void Anything_else_is_no_session_id(string? text) => SessionId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Ids_sort_by_number_and_not_as_text() =>
        new[] { new PaneId(10), new PaneId(9), new PaneId(100) }.Order().ShouldBe([new PaneId(9), new PaneId(10), new PaneId(100)]);

    [Fact]
    public void Ids_are_strings_in_json()
    {
        var json = JsonSerializer.Serialize(new Ids(new SessionId(1), new WindowId(2), new PaneId(3)));
        json.ShouldBe("""{"Session":"$1","Window":"@2","Pane":"%3"}""");
        JsonSerializer.Deserialize<Ids>(json).ShouldBe(new Ids(new SessionId(1), new WindowId(2), new PaneId(3)));
    }

    [Theory]
    [InlineData("\"@1\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Json_of_another_kind_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<SessionId>(json));

    [Fact]
    public void A_generation_is_told_by_pid_and_start_time()
    {
        new ServerGeneration(7, 100).ToString().ShouldBe("7@100");
        new ServerGeneration(7, 100).ShouldNotBe(new ServerGeneration(7, 101));
    }

    private sealed record Ids(SessionId Session, WindowId Window, PaneId Pane);
}
