using System.Diagnostics;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Tests.Processes;

public sealed class ProcessEndsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_each_process_is_told_to_those_who_watch_it_and_to_no_others(bool usePidFd)
    {
        await using var sandbox = new TmuxSandbox();
        using var processes = new ProcessEnds(TimeProvider.System, usePidFd);
        ProcessIdentity[] servers = [await sandbox.StartAsync("a"), await sandbox.StartAsync("b"), await sandbox.StartAsync("c")];
        var ends = servers.Select(server => processes.EndAsync(server, CancellationToken.None)).ToArray();
        var second = processes.EndAsync(servers[1], CancellationToken.None);

        sandbox.KillHard(servers[1]);
        await Task.WhenAll(ends[1], second).WaitAsync(Limit);

        ends[0].IsCompleted.ShouldBeFalse();
        ends[2].IsCompleted.ShouldBeFalse();
        await sandbox.TmuxAsync("a", "kill-server");
        await ends[0].WaitAsync(Limit);
        ends[2].IsCompleted.ShouldBeFalse();
        sandbox.KillHard(servers[2]);
        await ends[2].WaitAsync(Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_has_ended_or_another_with_its_pid_has_ended_already(bool usePidFd)
    {
        using var processes = new ProcessEnds(TimeProvider.System, usePidFd);
        var us = new ProcessTable().Find(Environment.ProcessId)!.Identity;
        await processes.EndAsync(us with { StartTicks = us.StartTicks - 1 }, CancellationToken.None).WaitAsync(Limit);
        using var child = Process.Start("true");
        await child.WaitForExitAsync();
        await processes.EndAsync(new ProcessIdentity(child.Id, 1), CancellationToken.None).WaitAsync(Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_can_be_given_up(bool usePidFd)
    {
        using var processes = new ProcessEnds(TimeProvider.System, usePidFd);
        using var cancel = new CancellationTokenSource();
        var end = processes.EndAsync(new ProcessTable().Find(Environment.ProcessId)!.Identity, cancel.Token);
        end.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => end.WaitAsync(Limit));
    }

    [Fact]
    public async Task Disposing_cancels_what_is_watched()
    {
        var processes = new ProcessEnds(TimeProvider.System);
        var end = processes.EndAsync(new ProcessTable().Find(Environment.ProcessId)!.Identity, CancellationToken.None);
        processes.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(() => end.WaitAsync(Limit));
    }
}
