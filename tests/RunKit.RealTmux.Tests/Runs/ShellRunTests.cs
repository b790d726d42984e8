using System.Globalization;
using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.RealTmux.Tests.Runs;

/// <summary>Commands in shells that live.</summary>
public sealed class ShellRunTests : IAsyncLifetime
{
    private RunBench _bench = null!;

    /// <summary>Every shell that this machine has.</summary>
    public static TheoryData<string> Shells => [.. ((string[])["bash", "dash", "zsh", "fish"]).Where(ProgramFactAttribute.IsThere)];

    public async Task InitializeAsync() => _bench = await RunBench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Output_and_status_come_back_and_what_the_shell_has_become_stays(string shell)
    {
        var pane = await StartAsync(shell);

        (await RunAsync(pane, "cd /usr")).Result.ShouldBe(new RunResult.Exited(0));
        var ran = await RunAsync(pane, "pwd; seq 1 300; sh -c 'exit 7'");

        ran.Result.ShouldBe(new RunResult.Exited(7));
        ran.Output.ShouldBe("/usr\n" + string.Concat(Enumerable.Range(1, 300).Select(i => $"{i}\n")));
        (await RunAsync(pane, "printf", "<%s>\\n", "a;", "it's", "$HOME", "é漢🙂", "", "#{pane_id}")).Output.ShouldBe("<a;>\n<it's>\n<$HOME>\n<é漢🙂>\n<>\n<#{pane_id}>\n");
        (await RunAsync(pane, "false")).Result.ShouldBe(new RunResult.Exited(1));
        (await RunAsync(pane, "no-such-program")).Result.ShouldBe(new RunResult.Exited(127));
        (await RunAsync(pane, "sh -c 'kill -9 $$'")).Result.ShouldBe(new RunResult.Exited(137));
        (await RunAsync(pane, new string('#', 20_000))).Result.ShouldBeOfType<RunResult.Exited>();
        (await RunAsync(pane, "if then (")).Result.ShouldNotBe(new RunResult.Exited(0));
        (await RunAsync(pane, "echo one\necho two")).Output.ShouldBe("one\ntwo\n");
        await NothingIsLeftAsync(pane);
    }

    [Fact]
    public async Task Every_status_comes_back()
    {
        var pane = await StartAsync("bash");
        for (var number = 0; number < Length.Of("TEST_SHELL_RUNS", 20, 256); number++)
        {
            var ran = await RunAsync(pane, string.Create(CultureInfo.InvariantCulture, $"clear; seq 1 {number}; (exit {number})"));

            ran.Result.ShouldBe(new RunResult.Exited(number));
            ran.Output.ShouldEndWith(string.Concat(Enumerable.Range(1, number).Select(i => $"{i}\n")));
        }

        await NothingIsLeftAsync(pane);
    }

    [Fact]
    public async Task A_pipe_of_the_users_own_is_left_alone_and_the_run_is_refused()
    {
        var pane = await StartAsync("bash");
        var file = Path.Combine(_bench.Sandbox.Root, "mine");
        await _bench.TmuxAsync("pipe-pane", "-t", pane.ToString(), $"cat > {file}");

        (await RunAsync(pane, "echo out")).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldStartWith("pipe-taken: ");

        (await _bench.TmuxAsync("display-message", "-p", "-t", pane.ToString(), "#{pane_pipe}")).ShouldBe("1");
        (await _bench.RunAsync("echo", "out")).Output.ShouldBe("out\n");
    }

    [Fact]
    public async Task A_pipe_that_an_earlier_node_has_left_is_ended()
    {
        var pane = await StartAsync("bash");
        await _bench.TmuxAsync("pipe-pane", "-t", pane.ToString(), "exec cat > /dev/null");
        await _bench.TmuxAsync("set-option", "-p", "-t", pane.ToString(), ShellRunCommands.Option, RunId.New().ToString());

        (await RunAsync(pane, "echo out")).Output.ShouldBe("out\n");

        await NothingIsLeftAsync(pane);
    }

    [Fact]
    public async Task Where_no_shell_is_at_its_prompt_nothing_is_typed()
    {
        var editor = await PaneAsync("tail", "-f", "/dev/null");
        var busy = await StartAsync("bash");
        await _bench.TmuxAsync("send-keys", "-t", busy.ToString(), "sleep 600", "Enter");
        await Eventually.TrueAsync(async () => await _bench.TmuxAsync("display-message", "-p", "-t", busy.ToString(), "#{pane_current_command}") == "sleep", "it sleeps");

        (await RunAsync(editor, "x")).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldStartWith("tail is in the foreground, which is none of the shells");
        (await RunAsync(busy, "x")).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldStartWith("sleep is in the foreground");
        (await RunAsync(new PaneId(4711), "x")).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldContain("%4711");
        (await _bench.TmuxAsync("capture-pane", "-p", "-t", editor.ToString())).Trim().ShouldBe("");
        await NothingIsLeftAsync(editor);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_second_run_in_the_same_shell_is_refused_and_a_cancelled_one_is_interrupted(string shell)
    {
        var pane = await StartAsync(shell);
        var run = await BeginAsync(pane, "sleep 600");

        (await RunAsync(pane, "echo x")).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldBe($"pipe-taken: run {run.Id} runs in that shell");
        await _bench.Host.Plane.CancelRunAsync(run.Id, CancellationToken.None);

        var ended = await _bench.EndsAsync(run.Id);
        (ended.Result is RunResult.Signalled { Number: 2 } or RunResult.Exited { Code: 130 }).ShouldBeTrue($"{ended.Result}");
        (await RunAsync(pane, "echo again")).Output.ShouldBe("again\n");
    }

    [Fact]
    public async Task A_command_that_bears_with_being_cancelled_ends_with_its_own_status()
    {
        var pane = await StartAsync("bash");
        var run = await BeginAsync(pane, "sh -c 'trap \"exit 9\" INT; echo ready; until false; do sleep 0.05; done'");
        await Eventually.TrueAsync(async () => (await _bench.TmuxAsync("capture-pane", "-p", "-t", pane.ToString())).Contains("ready", StringComparison.Ordinal), "its trap is set");

        await _bench.Host.Plane.CancelRunAsync(run.Id, CancellationToken.None);

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Exited(9));
    }

    [ProgramFact("dash")]
    public async Task In_dash_a_command_that_reads_a_line_is_awaited_and_one_that_the_user_interrupts_is_over()
    {
        var pane = await StartAsync("dash");
        var run = await BeginAsync(pane, "echo asked; read -r line; echo got $line; sleep 600");
        await Eventually.TrueAsync(async () => (await _bench.TmuxAsync("capture-pane", "-p", "-t", pane.ToString())).Contains("asked", StringComparison.Ordinal), "it reads a line");
        var quiet = new WaitRequest { QuietMs = 3000 };
        (await _bench.Host.Plane.WaitAsync(new PaneAddress(RunBench.Server, pane), quiet, CancellationToken.None)).ShouldBeOfType<WaitOutcome.Held>();

        await _bench.TmuxAsync("send-keys", "-t", pane.ToString(), "answer", "Enter");
        await Eventually.TrueAsync(async () => await _bench.TmuxAsync("display-message", "-p", "-t", pane.ToString(), "#{pane_current_command}") == "sleep", "it goes on");
        await _bench.TmuxAsync("send-keys", "-t", pane.ToString(), "C-c");

        (await _bench.EndsAsync(run.Id)).Result.ShouldBeOfType<RunResult.Lost>().Reason.ShouldContain("interrupted");
    }

    [Fact]
    public async Task A_shell_that_ends_in_between_is_lost()
    {
        var pane = await StartAsync("bash");

        (await RunAsync(pane, "echo before; exit 3")).ShouldSatisfyAllConditions(
            ran => ran.Result.ShouldBe(new RunResult.Lost("the shell ended before it said how the command did")),
            ran => ran.Output.ShouldStartWith("before\n"));
    }

    [Fact]
    public async Task A_run_in_a_shell_outlives_the_plane()
    {
        var pane = await StartAsync("bash");
        var gate = Path.Combine(_bench.Sandbox.Root, "gate");
        var run = await BeginAsync(pane, $"until [ -e {gate} ]; do sleep 0.05; done; (exit 6)");

        await _bench.RestartPlaneAsync(() => File.WriteAllTextAsync(gate, ""));

        (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Exited(6));
        await Eventually.TrueAsync(
            async () => await _bench.TmuxAsync("display-message", "-p", "-t", pane.ToString(), "#{pane_pipe}") == "0", "its pipe is given back");
    }

    [Fact]
    public async Task Output_over_the_limit_is_cut_and_its_shell_goes_on()
    {
        var pane = await StartAsync("bash");

        var ran = await _bench.RunAsync(new RunRequest(["seq 1 100000"]) { Pane = pane, InShell = true, OutputLimit = 8192 });

        ran.Result.ShouldBeOfType<RunResult.Lost>().Reason.ShouldContain("longer than is kept");
        ran.View.ShouldNotBeNull().OutputCut.ShouldBeTrue();
        (await RunAsync(pane, "echo again")).Output.ShouldBe("again\n");
    }

    private Task<RunBench.Ran> RunAsync(PaneId pane, params string[] command) => _bench.RunAsync(new RunRequest([.. command]) { Pane = pane, InShell = true });

    private async Task<RunView> BeginAsync(PaneId pane, string text)
    {
        await foreach (var happened in _bench.Host.Plane.RunAsync(RunBench.Server, new RunRequest([text]) { Pane = pane, InShell = true }, CancellationToken.None))
        {
            return happened.ShouldBeOfType<RunEvent.Started>().Run;
        }

        throw new InvalidOperationException("it told nothing");
    }

    private async Task<PaneId> StartAsync(string shell)
    {
        string[] program = shell switch
        {
            "bash" => ["bash", "--norc", "--noprofile"],
            "zsh" => ["zsh", "-f"],
            "fish" => ["fish", "--no-config", "--private"],
            _ => [shell, "-i"],
        };
        var pane = await PaneAsync(["env", $"HOME={_bench.Sandbox.Root}", "HISTFILE=/dev/null", "LC_ALL=C.UTF-8", .. program]);
        var wait = new WaitRequest { Prompt = true, TimeoutMs = 60_000 };
        (await _bench.Host.Plane.WaitAsync(new PaneAddress(RunBench.Server, pane), wait, CancellationToken.None)).ShouldBe(new WaitOutcome.Held("prompt"));
        return pane;
    }

    private async Task<PaneId> PaneAsync(params string[] program)
    {
        var id = await _bench.TmuxAsync(["new-window", "-d", "-P", "-F", "#{pane_id}", .. program]);
        return PaneId.TryParse(id.Trim(), out var pane) ? pane : throw new InvalidOperationException(id);
    }

    private async Task NothingIsLeftAsync(PaneId pane)
    {
        (await _bench.TmuxAsync("display-message", "-p", "-t", pane.ToString(), $"#{{pane_pipe}} #{{{ShellRunCommands.Option}}}")).ShouldBe("0 ");
        (await _bench.TmuxAsync("list-buffers")).ShouldBe("");
        await _bench.NothingIsLeftAsync();
    }
}
