using RunKit.Cli.Help;
using RunKit.Cli.Terminal;

namespace RunKit.Cli.Tests.Help;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("runkit ", "ls")]
    [InlineData("runkit ki", "kill")]
    [InlineData("./runkit ki", "kill")]
    [InlineData("runkit ls --fi", "--filter")]
    [InlineData("runkit serve --guard ", "observe")]
    [InlineData("runkit serve --guard fl", "floor")]
    [InlineData("runkit watch --until server.l", "server.lost")]
    [InlineData("runkit completion ", "fish")]
    [InlineData("runkit tokens ", "revoke")]
    public void A_word_that_was_begun_is_completed(string line, string word) => Of(line).ShouldContain(word);

    [Theory]
    [InlineData("runkit ", "complete")]
    [InlineData("runkit ls -", "-?")]
    [InlineData("runkit ls -", "/h")]
    [InlineData("runkit ls ", "--json")]
    [InlineData("runkit watch --until server.l", "session.links-changed")]
    [InlineData("runkit serve --", "--detached")]
    public void What_nobody_wants_is_not_offered(string line, string word) => Of(line).ShouldNotContain(word);

    [Fact]
    public async Task The_names_of_servers_are_those_that_live_now()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        await runkit.Sandbox.StartAsync("worn");
        await runkit.Sandbox.TmuxAsync("worn", "kill-server");

        (await runkit.RunAsync("complete", "--", "runkit kill -L wo")).ShouldBeDone().ShouldBe("work\n");
        (await runkit.RunAsync("complete", "--", "runkit tree -L ")).ShouldBeDone().ShouldBe("work\n");
        (await runkit.RunAsync("complete", "--", "runkit watch --server w")).ShouldBeDone().ShouldBe("work\n");
    }

    [Fact]
    public async Task In_bash_it_works_from_the_word_to_the_name()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        const string script = """
            eval "$("$0" completion bash)"
            COMP_LINE="$0 exec -L w" COMP_POINT=${#COMP_LINE}
            COMP_POINT=${#COMP_LINE}
            _runkit "$0"
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p runkit
            """;

        var ended = await runkit.RunByAsync(["bash", "-c", script]);

        ended.ShouldBeDone().ShouldBe("work\ncomplete -o default -F _runkit runkit\n");
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task For_other_shells_there_is_a_script_too(string shell)
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("completion", shell)).ShouldBeDone().ShouldContain("complete -- ");
        (await runkit.RunAsync("completion", "csh")).ShouldComplain(2, "bash");
    }

    private static IEnumerable<string> Of(string line) => CompleteVerb.Of(RunKitCommand.WithEveryVerb(new Output()), line);
}
