using System.Diagnostics;
using System.Globalization;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Tests.Processes;

public class ProcessTableTests : BenchTests
{
    private readonly ProcessTable _processes = new();

    [Fact]
    public void This_process_is_there_and_runs()
    {
        var status = _processes.Find(Environment.ProcessId).ShouldNotBeNull();
        status.Identity.Pid.ShouldBe(Environment.ProcessId);
        status.Identity.StartTicks.ShouldBeGreaterThan(0);
        status.Stopped.ShouldBeFalse();
        _processes.Lives(status.Identity).ShouldBeTrue();
    }

    [Fact]
    public void The_same_pid_of_another_time_is_another_process()
    {
        var identity = _processes.Find(Environment.ProcessId)!.Identity;
        _processes.Lives(identity with { StartTicks = identity.StartTicks - 1 }).ShouldBeFalse();
        _processes.Lives(null).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_pid_that_nobody_has_is_nobody(int pid)
    {
        _processes.Find(pid).ShouldBeNull();
        _processes.IsOurAncestor(pid).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stopped_process_says_so_until_it_goes_on()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.Stop(server);
        await Eventually.TrueAsync(() => _processes.Find(server.Pid) is { Stopped: true }, "the server is stopped");
        _processes.Lives(server).ShouldBeTrue();
        Sandbox.Continue(server);
        await Eventually.TrueAsync(() => _processes.Find(server.Pid) is { Stopped: false }, "the server runs again");
    }

    [Fact]
    public async Task A_dead_process_is_gone()
    {
        var server = await Bench.StartAsync("a");
        Sandbox.KillHard(server);
        await Eventually.TrueAsync(() => _processes.Find(server.Pid) is null, "the server is gone");
    }

    [Fact]
    public async Task A_zombie_counts_as_gone()
    {
        // The shell becomes a program that never asks for its child's end.
        using var parent = Start("/bin/sh", "-c", "sleep 0.1 & echo $!; exec tail -f /dev/null");
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => StateLetter(child) == 'Z', "the child is a zombie");
        _processes.Find(child).ShouldBeNull();
        parent.Kill();
    }

    [Fact]
    public void A_program_with_a_hostile_name_is_read_all_the_same()
    {
        var program = $"{Sandbox.Root}/a) S 1 (b";
        File.Copy("/bin/sleep", program);
        using var process = Start(program, "60");
        try
        {
            var status = _processes.Find(process.Id).ShouldNotBeNull();
            status.Identity.StartTicks.ShouldBeGreaterThanOrEqualTo(_processes.Find(Environment.ProcessId)!.Identity.StartTicks);
            ProcessTable.Parent(process.Id).ShouldBe(Environment.ProcessId);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Our_ancestors_are_known_and_a_server_of_ours_is_none_of_them()
    {
        _processes.IsOurAncestor(Environment.ProcessId).ShouldBeTrue();
        _processes.IsOurAncestor(ProcessTable.Parent(Environment.ProcessId)).ShouldBeTrue();
        _processes.IsOurAncestor((await Bench.StartAsync("a")).Pid).ShouldBeFalse();
    }

    private static char StateLetter(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
