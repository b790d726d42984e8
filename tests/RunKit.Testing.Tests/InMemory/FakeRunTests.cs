using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.Testing.InMemory;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Testing.Tests.InMemory;

/// <summary>A user of RunKit.Testing tests what runs commands, with no tmux and no process.</summary>
public sealed class FakeRunTests : IAsyncLifetime
{
    private static readonly ServerName A = new("a");

    private FakeTmux _tmux = null!;
    private PlaneHost _plane = null!;

    public async Task InitializeAsync()
    {
        _tmux = new FakeTmux();
        _plane = await PlaneHost.StartAsync(_tmux);
        _tmux.Start("a");
        await _plane.ConnectsAsync("a");
    }

    public async Task DisposeAsync()
    {
        await _plane.DisposeAsync();
        await _tmux.DisposeAsync();
    }

    [Fact]
    public async Task Output_and_status_are_the_commands_and_its_window_goes()
    {
        FakeCommand? made = null;
        _tmux.OnRun("make", command =>
        {
            made = command;
            command.Print("it's a # 100% 漢\nsecond");
            command.Exit(7);
        });

        var (result, output) = await RunAsync(new RunRequest(["make", "a b", "it's", "$x;", "#{pid}"]) { Directory = "/src", Environment = ["A=1", "B=2 3"] });

        (result, output).ShouldBe((new RunResult.Exited(7), "it's a # 100% 漢\nsecond"));
        made.ShouldNotBeNull().Words.ShouldBe(["make", "a b", "it's", "$x;", "#{pid}"]);
        (made.Directory, string.Join('|', made.Environment)).ShouldBe(("/src", "A=1|B=2 3"));
        _tmux.Server("a").Session("main").Windows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_signal_is_told_and_output_over_the_limit_is_cut()
    {
        _tmux.OnRun("crash", command => command.EndBy(11));
        _tmux.OnRun("flood", command =>
        {
            command.Print(new string('x', 5000));
            command.Exit(0);
        });

        (await RunAsync(new RunRequest(["crash"]))).Result.ShouldBe(new RunResult.Signalled("SIGSEGV", 11));
        var (result, output) = await RunAsync(new RunRequest(["flood"]) { OutputLimit = 1024 });
        (result, output.Length).ShouldBe((new RunResult.Exited(0), 1024));
    }

    [Fact]
    public async Task A_cancelled_run_ends_and_one_whose_window_is_closed_is_lost()
    {
        var begun = new TaskCompletionSource<FakeCommand>();
        _tmux.OnRun("serve", command => begun.TrySetResult(command));
        var run = RunAsync(new RunRequest(["serve"]));
        await begun.Task;
        await Eventually.TrueAsync(async () => (await _plane.Plane.GetRunsAsync(default)).Length == 1, "it is known");
        await _plane.Plane.CancelRunAsync((await _plane.Plane.GetRunsAsync(default)).Single().Id, default);
        (await run).Result.ShouldBe(new RunResult.Signalled("SIGTERM", 15));

        begun = new TaskCompletionSource<FakeCommand>();
        run = RunAsync(new RunRequest(["serve"]));
        await begun.Task;
        await Eventually.TrueAsync(async () => (await _plane.Plane.GetRunsAsync(default)).Length == 2, "it is known");
        _tmux.Server("a").Session("main").Windows[^1].Close();
        (await run).Result.ShouldBe(new RunResult.Lost("its window was closed before it ended"));
    }

    [Fact]
    public async Task A_window_that_is_kept_stays_dead()
    {
        _tmux.OnRun("true", command => command.Exit(0));

        (await RunAsync(new RunRequest(["true"]) { Keep = true })).Result.ShouldBe(new RunResult.Exited(0));

        var pane = _tmux.Server("a").Session("main").Windows[^1].Pane;
        await Eventually.TrueAsync(() => pane.ExitSignal == 9, "what held it is gone");
    }

    private async Task<(RunResult Result, string Output)> RunAsync(RunRequest request)
    {
        var output = "";
        await foreach (var happened in _plane.Plane.RunAsync(A, request, default))
        {
            output += (happened as RunEvent.Output)?.Text;
            if (happened is RunEvent.Ended ended)
            {
                return (ended.Result, output);
            }
        }

        throw new InvalidOperationException("it told no end");
    }
}
