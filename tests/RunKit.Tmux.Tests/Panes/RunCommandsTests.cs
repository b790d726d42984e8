using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class RunCommandsTests
{
    private static readonly RunId Id = RunId.TryParse("0123456789ab", out var id) ? id : default;

    [Fact]
    public void A_pipe_goes_to_the_file_that_is_named_whatever_its_name()
    {
        var line = new RunCommands(Id, "nonce").Make(new RunRequest(["true"]), new SessionId(1), "/it's #{here}/%H/x").ToString();

        line.ShouldContain("exec cat > '/it'\\\\''s ##{here}/%%H/x'");
        line.ShouldContain("ulimit -f 131072;");
    }

    [Fact]
    public void What_is_done_to_a_pane_is_done_only_while_it_is_the_runs()
    {
        var close = new RunCommands(Id, "").Close(new PaneId(5));

        close.Words[..4].ShouldBe(["if-shel", "-F", "-t", "%5"]);
        close.Words[4].ShouldBe("#{==:#{@rk_run},0123456789ab}");
    }

    [Theory]
    [InlineData("a run needs a command")]
    [InlineData("a run needs a command", "")]
    [InlineData("a command cannot carry a NUL character", "a\0b")]
    public void What_is_no_command_is_said(string problem, params string[] command) => new RunRequest([.. command]).Problem().ShouldBe(problem);

    [Fact]
    public void What_else_cannot_be_is_said()
    {
        var request = new RunRequest(["true"]);
        request.Problem().ShouldBeNull();
        (request with { Environment = ["=x"] }).Problem().ShouldBe("a variable is NAME=VALUE, not '=x'");
        (request with { Directory = "here" }).Problem().ShouldBe("the directory must be an absolute path, not 'here'");
        (request with { TimeoutMs = 0 }).Problem().ShouldNotBeNull();
        (request with { OutputLimit = 1 }).Problem().ShouldNotBeNull();
    }
}
