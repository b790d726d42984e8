using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Agents;

public sealed class AgentRecognitionTests
{
    private const int Shell = 10;
    private const int Job = 20;

    [Fact]
    public void An_agent_in_the_foreground_of_a_shell_is_found() =>
        Find(Job, Process(Shell, 1, Shell, "bash"), Process(20, Shell, Job, "claude")).ShouldBe(("claude", 20));

    [Fact]
    public void An_agent_that_its_runtime_runs_is_found_by_its_path() => Find(
        Job, Process(Shell, 1, Shell, "zsh"), Process(20, Shell, Job, "npm exec @openai", "npm exec @openai/codex"),
        Process(21, 20, Job, "sh", "sh", "-c", "codex"), Process(22, 21, Job, "MainThread", "node", "--no-warnings", "/usr/lib/node_modules/@openai/codex/bin/codex.js"))
        .ShouldBe(("codex", 22));

    [Fact]
    public void The_nearest_one_is_meant_where_an_agent_runs_another() =>
        Find(Job, Process(Shell, 1, Shell, "bash"), Process(20, Shell, Job, "claude"), Process(21, 20, Job, "codex")).ShouldBe(("claude", 20));

    [Fact]
    public void One_in_the_background_is_none() =>
        Find(Shell, Process(Shell, 1, Shell, "bash"), Process(20, Shell, Job, "claude")).ShouldBeNull();

    [Fact]
    public void One_that_is_stopped_is_none() =>
        Find(Job, Process(Shell, 1, Shell, "bash"), Process(20, Shell, Job, "claude") with { Stopped = true }).ShouldBeNull();

    [Fact]
    public void One_behind_another_terminal_is_found_and_one_that_has_left_a_shell_is_not()
    {
        var inner = Process(21, 20, 21, "claude") with { Session = 21 };

        Find(Job, Process(Shell, 1, Shell, "bash"), Process(20, Shell, Job, "script"), inner).ShouldBe(("claude", 21));
        Find(Shell, Process(Shell, 1, Shell, "bash"), inner with { Parent = Shell }).ShouldBeNull();
    }

    [Theory]
    [InlineData("vim", "vim", "claude")]
    [InlineData("less", "less", "/home/me/claude")]
    [InlineData("ssh", "ssh", "host", "claude")]
    [InlineData("grep", "grep", "-r", "claude", ".")]
    [InlineData("bash", "bash", "-c", "echo claude")]
    [InlineData("node", "node", "server.js", "/claude")]
    [InlineData("claude-monitor", "claude-monitor")]
    public void What_only_speaks_of_an_agent_is_none(string name, params string[] arguments) => Find(Job, Process(20, 1, Job, name, arguments)).ShouldBeNull();

    [Fact]
    public void A_script_is_known_by_its_own_name_and_a_shell_by_that_of_the_shell()
    {
        Process(20, 1, Job, "deploy", "/bin/bash", "/home/me/deploy").ShouldSatisfyAllConditions(it => it.Program.ShouldBe("deploy"), it => it.IsShell.ShouldBeFalse());
        Process(20, 1, Job, "bash", "-bash").IsShell.ShouldBeTrue();
        Process(20, 1, Job, "sh", "/bin/sh", "-c", "true").IsShell.ShouldBeTrue();
    }

    private static (string, int)? Find(int foreground, params PaneProcess[] tree) =>
        AgentRecognition.Find(AgentRules.BuiltIn, tree, foreground) is var (program, process) ? (program.Name, process.Process.Pid) : null;

    private static PaneProcess Process(int pid, int parent, int group, string name, params string[] arguments) =>
        new(new ProcessIdentity(pid, pid), parent, group, Shell, Stopped: false, name, [.. arguments.Length > 0 ? arguments : [name]]);
}
