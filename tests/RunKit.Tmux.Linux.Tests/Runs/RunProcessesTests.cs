using System.Diagnostics;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Linux.Tests.Runs;

public sealed class RunProcessesTests : IDisposable
{
    private readonly RunProcesses _runs = new();
    private readonly ProcessTable _processes = new();
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 143", 143)]
    public async Task A_command_that_has_ended_keeps_its_exit_status_until_its_holder_goes(string command, int code)
    {
        var process = await EndedAsync(command);

        RunResult.FromWaitStatus(_runs.WaitStatus(process).ShouldNotBeNull()).ShouldBe(new RunResult.Exited(code));
        _runs.WaitStatus(process with { StartTicks = process.StartTicks + 1 }).ShouldBeNull();
    }

    [Fact]
    public async Task A_command_that_a_signal_has_ended_keeps_the_signal()
    {
        var process = await EndedAsync("kill -TERM $$");

        RunResult.FromWaitStatus(_runs.WaitStatus(process).ShouldNotBeNull()).ShouldBe(new RunResult.Signalled("SIGTERM", 15));
    }

    [Fact]
    public async Task A_command_that_runs_has_no_status_and_ends_with_its_group_but_not_the_holder()
    {
        var holder = Start("exec sleep 600");
        var process = await ChildAsync(holder);
        await Eventually.TrueAsync(() => ProcessTable.Program(process.Pid, "sleep") is not null, "it runs");
        _runs.WaitStatus(process).ShouldBeNull();

        _runs.EndGroup(holder, force: false);

        await _processes.WaitForEndAsync(process, CancellationToken.None).WaitAsync(Eventually.DefaultLimit);
        RunResult.FromWaitStatus(_runs.WaitStatus(process).ShouldNotBeNull()).ShouldBe(new RunResult.Signalled("SIGTERM", 15));
        _processes.Lives(holder).ShouldBeTrue();
    }

    [Fact]
    public void A_terminal_that_is_not_there_takes_nothing() => _runs.TryWrite("/dev/pts/no-such", "x"u8).ShouldBeFalse();

    [Fact]
    public void This_process_is_itself() => _processes.Lives(_runs.Self).ShouldBeTrue();

    private async Task<ProcessIdentity> EndedAsync(string command)
    {
        var process = await ChildAsync(Start(command));
        await _processes.WaitForEndAsync(process, CancellationToken.None).WaitAsync(Eventually.DefaultLimit);
        return process;
    }

    private async Task<ProcessIdentity> ChildAsync(ProcessIdentity holder)
    {
        ProcessIdentity? child = null;
        await Eventually.TrueAsync(() => (child = _runs.FindChild(holder)) is not null, "the command is there");
        return child!;
    }

    // A session of its own, as tmux makes one: its group is its own too.
    private ProcessIdentity Start(string command)
    {
        var words = RunScript.Program(["/bin/sh", "-c", command]).ToArray();
        var process = Process.Start(new ProcessStartInfo("setsid", words) { UseShellExecute = false, RedirectStandardInput = true })!;
        _started.Add(process);
        return _processes.Find(process.Id)!.Identity;
    }
}
