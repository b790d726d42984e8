using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Tests.Commands;

public sealed class CreateCommandsTests
{
    private static readonly NewServer Request = new(new ServerName("a"), "s", null, [], AttachOk: false);

    [Fact]
    public void Where_somebody_else_has_started_the_server_nothing_is_made_unless_that_is_allowed()
    {
        Words(Request)[^1].ShouldBe("display-message -p \"0a1b taken\"");
        Words(Request with { AttachOk = true })[^1].ShouldContain("new-session");
    }

    [Fact]
    public void Only_the_session_is_made_on_a_server_that_runs()
    {
        var words = new CreateCommands(Request, "/", "0a1b").Join().Words;

        words.ShouldNotContain("start-server");
        words.ShouldNotContain("source-file");
        words.ShouldNotContain(word => word.Contains(CreateCommands.Variable, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pane_is_held_only_where_its_end_is_looked_at()
    {
        Words(Request)[^2].ShouldNotContain("remain-on-exit");
        Words(Request with { Command = ["false"] })[^2].ShouldContain("remain-on-exit");
    }

    [Theory]
    [InlineData("", null, "a session name must not be empty")]
    [InlineData("_rk-mine", null, "session names that start with _rk- are RunKit's own")]
    [InlineData("a\0b", null, "no word may hold a NUL character")]
    [InlineData(null, "relative", "the start directory relative is not an absolute path")]
    [InlineData("s", "/", null)]
    public void What_cannot_be_asked_for_is_one_line(string? session, string? directory, string? said) =>
        (Request with { Session = session, Directory = directory }).Problem().ShouldBe(said);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(NewServer.MaxTimeoutMs + 1)]
    public void A_limit_out_of_range_is_one_line(int limit) =>
        (Request with { TimeoutMs = limit }).Problem().ShouldBe($"the time limit is {limit} ms; allowed: 1 to 3600000");

    private static string[] Words(NewServer request) => [.. new CreateCommands(request, "/", "0a1b").Start().Words];
}
