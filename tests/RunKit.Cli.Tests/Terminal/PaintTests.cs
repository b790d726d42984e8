using RunKit.Cli.Terminal;

namespace RunKit.Cli.Tests.Terminal;

public sealed class PaintTests
{
    [Theory]
    [InlineData(null, "xterm-256color", true)]
    [InlineData("", "tmux", true)]
    [InlineData("1", "tmux", false)]
    [InlineData("0", "tmux", false)]
    [InlineData(null, "dumb", false)]
    [InlineData(null, null, false)]
    public void Colour_is_for_terminals_whose_user_wants_it(string? noColour, string? terminal, bool isWanted) => Paint.IsWanted(noColour, terminal).ShouldBe(isWanted);

    [Fact]
    public async Task In_a_terminal_a_table_and_a_tree_are_coloured_and_with_NO_COLOR_they_are_not()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        runkit.Environment["TERM"] = "xterm";

        (await InTerminalAsync("ls")).ShouldContain("\u001b[32mrunning\u001b[0m");
        (await InTerminalAsync("tree")).ShouldContain("\u001b[1mwork\u001b[0m");
        runkit.Environment["NO_COLOR"] = "1";
        (await InTerminalAsync("ls")).ShouldNotContain("\u001b[32m");
        (await InTerminalAsync("tree")).ShouldNotContain("\u001b[1m");

        // script(1) gives its command a terminal; its own arguments are put together by a shell.
        async Task<string> InTerminalAsync(string verb) =>
            (await runkit.RunByAsync(["sh", "-c", "exec script -qec \"'$0' $1\" /dev/null < /dev/null"], verb)).Output;
    }

    [Fact]
    public async Task In_a_pipe_nothing_is_coloured()
    {
        await using var runkit = new Runkit();
        await runkit.Sandbox.StartAsync("work");
        runkit.Environment["TERM"] = "xterm";

        (await runkit.RunAsync("ls")).ShouldBeDone().ShouldNotContain("\u001b");
    }
}
