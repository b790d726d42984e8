using System.Globalization;
using System.Text.RegularExpressions;

namespace RunKit.Cli.Tests.Serving;

/// <summary><c>serve --detach</c> and <c>restart</c>.</summary>
public sealed partial class DetachTests
{
    [Fact]
    public async Task A_detached_node_answers_when_the_verb_returns_and_logs_where_it_says()
    {
        await using var runkit = new Runkit();
        var said = (await runkit.RunAsync("serve", "--detach")).ShouldBeDone();
        try
        {
            var pid = Pid(said);
            (await runkit.RunAsync("status")).ShouldBeDone().ShouldContain($"pid {pid}");

            // It has a session of its own: no terminal that closes ends it.
            Session(pid).ShouldBe(pid);
            var log = said[(said.IndexOf("its log is ", StringComparison.Ordinal) + "its log is ".Length)..].TrimEnd('\n');
            log.ShouldBe(Path.Combine(runkit.Sandbox.Root, ".local", "state", "runkit", "node.log"));
            File.ReadAllText(log).ShouldContain("node ready on");
            File.GetUnixFileMode(log).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally
        {
            await runkit.RunAsync("stop");
        }
    }

    [Fact]
    public async Task A_detached_node_that_cannot_begin_says_why_in_one_line()
    {
        await using var runkit = new Runkit();
        await runkit.ServeAsync();

        (await runkit.RunAsync("serve", "--detach")).ShouldComplain(1, "a node already runs at");
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_one_line()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("serve", "--log", Path.Combine(runkit.Sandbox.Root, "none", "x.log"))).ShouldComplain(1, "name another with --log");
        (await runkit.RunAsync("serve", "--log", runkit.Sandbox.Root)).ShouldComplain(1, "is no plain file");
    }

    [Fact]
    public async Task A_node_that_is_restarted_is_another_process_with_the_same_options_and_its_servers_go_on()
    {
        await using var runkit = new Runkit();
        var server = await runkit.Sandbox.StartAsync("work");
        var log = Path.Combine(runkit.Sandbox.Root, "my.log");
        var first = Pid((await runkit.RunAsync("serve", "--detach", "--log", log, "--guard", "observe")).ShouldBeDone());
        try
        {
            var said = (await runkit.RunAsync("restart")).ShouldBeDone();

            Pid(said).ShouldNotBe(first);
            said.ShouldContain($"its log is {log}");
            (await runkit.RunAsync("status")).ShouldBeDone().ShouldContain($"pid {Pid(said)}");
            await Eventually.TrueAsync(async () => (await runkit.RunAsync("ls", "--json")).Output.Contains("\"guard\":\"observe\"", StringComparison.Ordinal), "it observes, as before");
            runkit.Sandbox.Server("work").ShouldBe(server);
        }
        finally
        {
            await runkit.RunAsync("stop");
        }
    }

    [Fact]
    public async Task Where_no_node_runs_there_is_none_to_restart()
    {
        await using var runkit = new Runkit();

        (await runkit.RunAsync("restart")).ShouldComplain(1, "no node runs");
    }

    private static int Pid(string said) => int.Parse(PidWords().Match(said).Groups["pid"].Value, CultureInfo.InvariantCulture);

    // Of /proc/PID/stat, behind the name: state, parent, group, session.
    private static int Session(int pid)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\(pid (?<pid>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PidWords();
}
