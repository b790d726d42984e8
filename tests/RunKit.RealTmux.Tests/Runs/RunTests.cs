using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Panes;

namespace RunKit.RealTmux.Tests.Runs;

/// <summary>Commands in windows of their own, on the tmux of this machine.</summary>
public sealed class RunTests : IAsyncLifetime
{
    private const int AtOnce = 8;
    private const long InterruptBit = 1 << 1;
    private const long QuitBit = 1 << 2;
    private const long TerminateBit = 1 << 14;

    private static readonly RunResult.Signalled[] Signals = [new("SIGHUP", 1), new("SIGINT", 2), new("SIGKILL", 9), new("SIGSEGV", 11), new("SIGTERM", 15)];

    private RunBench _bench = null!;

    public async Task InitializeAsync() => _bench = await RunBench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_exit_status_comes_back_with_every_byte_of_output_and_nothing_is_left()
    {
        var count = Length.Of("TEST_RUNS", 256, 1000);

        // Whatever else the machine has to do: two loops that never rest.
        var busy = new[] { await _bench.BeginAsync("sh", "-c", "while :; do :; done"), await _bench.BeginAsync("sh", "-c", "while :; do :; done") };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var (end, result) = (number % 10 == 9)
                ? ($"kill -{Signals[number / 10 % Signals.Length].Number} $$", (RunResult)Signals[number / 10 % Signals.Length])
                : ($"exit {number % 256}", new RunResult.Exited(number % 256));
            var ran = await _bench.RunAsync("sh", "-c", $"seq 1 {number * 7}; {end}");

            ran.Result.ShouldBe(result);
            ran.Output.ShouldBe(string.Concat(Enumerable.Range(1, number * 7).Select(line => $"{line}\n")));
            ran.View.ShouldNotBeNull().OutputCut.ShouldBeFalse();
        });

        foreach (var run in busy)
        {
            await _bench.Host.Plane.CancelRunAsync(run.Id, CancellationToken.None);
            (await _bench.EndsAsync(run.Id)).Result.ShouldBe(new RunResult.Signalled("SIGTERM", 15));
        }

        // Of these nobody has read the output, which is kept for a while.
        await _bench.NothingIsLeftAsync([.. busy.Select(run => run.Id)]);
    }

    [Theory]
    [InlineData(1, "SIGHUP")]
    [InlineData(2, "SIGINT")]
    [InlineData(3, "SIGQUIT")]
    [InlineData(9, "SIGKILL")]
    [InlineData(11, "SIGSEGV")]
    [InlineData(13, "SIGPIPE")]
    [InlineData(15, "SIGTERM")]
    public async Task A_signal_is_told_from_the_exit_status_of_the_same_number(int signal, string name)
    {
        (await _bench.RunAsync("sh", "-c", $"echo before; kill -{signal} $$")).ShouldSatisfyAllConditions(
            ran => ran.Result.ShouldBe(new RunResult.Signalled(name, signal)),
            ran => ran.Output.ShouldBe("before\n"));
        (await _bench.RunAsync("sh", "-c", $"exit {128 + signal}")).Result.ShouldBe(new RunResult.Exited(128 + signal));
    }

    [Fact]
    public async Task A_large_output_is_complete()
    {
        var ran = await _bench.RunAsync("seq", "1", "200000");

        ran.Result.ShouldBe(new RunResult.Exited(0));
        ran.Output.ShouldBe(string.Concat(Enumerable.Range(1, 200_000).Select(line => $"{line}\n")));
        ran.View.ShouldNotBeNull().OutputCut.ShouldBeFalse();
    }

    [Fact]
    public async Task Output_over_the_limit_is_cut_and_said_to_be()
    {
        var ran = await _bench.RunAsync(new RunRequest(["seq", "1", "100000"]) { OutputLimit = 8192 });

        ran.Result.ShouldBe(new RunResult.Exited(0));
        ran.View.ShouldNotBeNull().OutputCut.ShouldBeTrue();
        string.Concat(Enumerable.Range(1, 100_000).Select(line => $"{line}\n")).StartsWith(ran.Output.TrimEnd('\r'), StringComparison.Ordinal).ShouldBeTrue();
        ran.Output.Length.ShouldBeGreaterThan(4096);
        await _bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_words_of_a_command_arrive_as_they_are()
    {
        string[] words = ["a;", ";", "", "#{pane_id}", "#(touch x)", "$HOME", "it's", "\"q\"", "back\\", "%H", "-x", "two words", "{", "~", "line\nend", "é漢🙂"];

        var ran = await _bench.RunAsync(["printf", "<%s>\\n", .. words]);

        ran.Output.ShouldBe(string.Concat(words.Select(word => $"<{word}>\n")));
    }

    [Fact]
    public async Task Directory_and_variables_are_as_asked_for()
    {
        var place = Directory.CreateDirectory(Path.Combine(_bench.Sandbox.Root, "a #{pid} %H; b")).FullName;

        var ran = await _bench.RunAsync(new RunRequest(["sh", "-c", "pwd; echo \"$ONE\""]) { Directory = place, Environment = ["ONE=#(id) $x;"] });

        ran.Output.ShouldBe($"{place}\n#(id) $x;\n");
    }

    [Fact]
    public async Task What_cannot_be_started_is_refused_or_ends_as_a_shell_says()
    {
        (await _bench.RunAsync("no-such-program")).Result.ShouldBe(new RunResult.Exited(127));
        (await _bench.RunAsync("/etc/passwd")).Result.ShouldBe(new RunResult.Exited(126));
        (await _bench.RunAsync(new RunRequest(["true"]) { Directory = "/no/such/place" })).Result
            .ShouldBeOfType<RunResult.Refused>().Reason.ShouldBe("there is no directory /no/such/place");
        (await _bench.RunAsync("echo", new string('x', 20_000))).Result.ShouldBeOfType<RunResult.Refused>();
        (await _bench.RunAsync(new RunRequest(["true"]) { Pane = new(4711) })).Result.ShouldBeOfType<RunResult.Refused>().Reason.ShouldBe("there is no pane %4711");
        await _bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Settings_of_the_user_change_nothing()
    {
        await _bench.TmuxAsync("set-option", "-g", "base-index", "1");
        await _bench.TmuxAsync("set-option", "-g", "renumber-windows", "on");
        await _bench.TmuxAsync("set-option", "-gw", "remain-on-exit", "on");
        await _bench.TmuxAsync("set-option", "-g", "default-shell", "/bin/false");
        await _bench.TmuxAsync("set-option", "-g", "history-limit", "0");
        await _bench.TmuxAsync("set-option", "-gw", "window-size", "manual");

        (await _bench.RunAsync("sh", "-c", "echo out; exit 5")).ShouldSatisfyAllConditions(
            ran => ran.Result.ShouldBe(new RunResult.Exited(5)), ran => ran.Output.ShouldBe("out\n"));

        (await _bench.TmuxAsync("show-options", "-gwv", "window-size")).ShouldBe("manual");
        (await _bench.TmuxAsync("show-options", "-gwqv", "@rk_window_size")).ShouldBeEmpty();
        await _bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_default_shell_that_is_another_or_is_gone_changes_nothing()
    {
        var gone = Path.Combine(_bench.Sandbox.Root, "gone");
        File.Copy("/bin/sh", gone);
        foreach (var shell in (string[])[gone, "/usr/bin/fish"])
        {
            if (File.Exists(shell))
            {
                await _bench.TmuxAsync("set-option", "-g", "default-shell", shell);
            }

            File.Delete(gone);
            (await _bench.RunAsync("sh", "-c", "echo out; exit 5")).ShouldSatisfyAllConditions(
                ran => ran.Result.ShouldBe(new RunResult.Exited(5)), ran => ran.Output.ShouldBe("out\n"));
        }

        await _bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_command_has_the_terminal_and_its_signals()
    {
        var ran = await _bench.RunAsync("sh", "-c", "test -t 0 && test -t 1 && test -t 2 && echo terminal; grep SigIgn /proc/self/status; stty size");

        ran.Output.ShouldStartWith("terminal\nSigIgn:");
        ran.Output.ShouldEndWith("\n24 80\n");
        var ignored = Convert.ToInt64(ran.Output.Split('\n')[1].Split('\t')[1], 16);
        (ignored & (InterruptBit | QuitBit | TerminateBit)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_command_leaves_in_the_background_does_not_hold_its_run_up()
    {
        var ran = await _bench.RunAsync("sh", "-c", "nohup tail -f /dev/null --pid $$ >/dev/null 2>&1 & echo over; exit 3");

        ran.Result.ShouldBe(new RunResult.Exited(3));
        ran.Output.ShouldBe("over\n");
    }
}
