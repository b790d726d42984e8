namespace RunKit.Cli.Tests.CommandLine;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("", "which verb?")]
    [InlineData("bogus", "there is no verb 'bogus'")]
    [InlineData("LS", "there is no verb 'LS'")]
    [InlineData("--bogus", "--bogus")]
    [InlineData("ls --bogus", "--bogus")]
    [InlineData("ls extra", "extra")]
    [InlineData("ls --node", "--node")]
    [InlineData("new", "which server?")]
    [InlineData("new -L", "-L")]
    [InlineData("new -L .hidden", "must not start with '.'")]
    [InlineData("new -L a/b", "not '/'")]
    [InlineData("new -L a -S /tmp/b", "not both")]
    [InlineData("new -L a -L b", "-L")]
    [InlineData("kill", "which server?")]
    [InlineData("kill -S /", "must not be empty")]
    [InlineData("kil -L a", "Did you mean kill?")]
    [InlineData("kill -L a b/c", "b/c")]
    [InlineData("exec -L a", "TMUX-COMMAND")]
    [InlineData("exec -L a -- -V", "must not start with '-'")]
    [InlineData("release", "which server?")]
    [InlineData("guard -L -x", "-L")]
    [InlineData("watch --until", "--until")]
    [InlineData("watch --until server.lost --json=x", "x")]
    [InlineData("watch --until server.exploded", "server.lost")]
    [InlineData("watch --until nonsense", "server.lost")]
    [InlineData("watch --timeout 10", "it needs a unit")]
    [InlineData("watch --timeout soon", "it needs a unit")]
    [InlineData("watch --timeout 0s", "from 1ms")]
    [InlineData("exec -L a --timeout 5 -- ls", "it needs a unit")]
    [InlineData("exec -L a --timeout 11m -- ls", "to 10m")]
    [InlineData("new -L a --timeout 5", "it needs a unit")]
    [InlineData("watch --after yesterday", "EPOCH-SEQ")]
    [InlineData("audit --since 10", "it needs a unit")]
    [InlineData("audit --since yesterday", "it needs a unit")]
    [InlineData("serve --guard maybe", "floor")]
    [InlineData("serve --log-level loud", "debug")]
    [InlineData("serve here", "here")]
    public async Task Wrong_usage_is_one_line_and_status_2(string arguments, string words)
    {
        await using var runkit = new Runkit();

        var ended = await runkit.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        ended.ShouldComplain(2, words);
        ended.Error.ShouldContain("See: runkit");
        ended.Error.ShouldNotContain("System.");
        ended.Error.ShouldNotContain("(Parameter");
    }

    [Fact]
    public async Task A_name_is_shown_without_what_a_terminal_would_obey()
    {
        await using var runkit = new Runkit();

        var ended = await runkit.RunAsync("kill", "-L", "a\u001b[2Jb\nc");

        ended.ShouldComplain(2, "a server name holds only");
        ended.Error.ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData("--help", "serve")]
    [InlineData("ls --help", "--live")]
    [InlineData("new -h", "--attach-ok")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_is_data(string arguments, string words)
    {
        await using var runkit = new Runkit();

        var output = (await runkit.RunAsync(arguments.Split(' '))).ShouldBeDone();

        output.ShouldContain(words);
    }

    [Fact]
    public async Task A_nodes_path_may_not_be_longer_than_a_socket_takes()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("ls", "--node", "/" + new string('x', 120))).ShouldComplain(2, "at most 107 bytes");
    }
}
