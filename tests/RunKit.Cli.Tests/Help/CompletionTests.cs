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

    [ShellFact("zsh")]
    public async Task In_zsh_it_works_from_the_word_to_the_name()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        const string script = """
            compdef() { : }; compadd() { shift; print -l -- "$@" }; _files() { print files }
            eval "$($1 completion zsh)"
            words=($1 exec -L w); CURRENT=4; _runkit
            words=($1 serve --config x); CURRENT=4; _runkit
            """;

        var ended = await runkit.RunByAsync(["zsh", "-f", "-c", script, "zsh"]);

        ended.ShouldBeDone().ShouldBe("work\nfiles\n");
    }

    [ShellFact("fish")]
    public async Task In_fish_it_works_from_the_word_to_the_name()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        runkit.Environment["PATH"] = $"{Path.GetDirectoryName(Runkit.Program)}:{Environment.GetEnvironmentVariable("PATH")}";

        var ended = await runkit.RunByAsync(["fish", "-c", "runkit completion fish | source; complete -C 'runkit exec -L w'"]);

        ended.Output.Split('\n').ShouldContain("work");
    }

    [Fact]
    public async Task Of_another_shell_nothing_is_known()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("completion", "csh")).ShouldComplain(2, "bash");
    }

    private static IEnumerable<string> Of(string line) => CompleteVerb.Of(RunKitCommand.WithEveryVerb(new Output()), line);

    /// <summary>Needs a shell.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute(string shell)
        {
            Shell = shell;
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, shell))))
            {
                Skip = $"{shell} is not installed here";
            }
        }

        public string Shell { get; }
    }
}
