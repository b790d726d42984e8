using System.Globalization;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Api.Client;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Fire;

/// <summary>A node that may open nothing more.</summary>
public sealed class FullTableTests
{
    [Fact]
    public async Task A_node_whose_descriptors_are_used_up_loses_nobody_and_goes_on_when_there_are_some_again()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("old", options: ["tail", "-f", "/dev/null"]);
        await using var node = await NodeProcess.StartAsync(sandbox);
        var plane = await node.ConnectAsync();
        await node.ConnectsAsync(plane, "old");
        var before = await ViewAsync(plane, "old");
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync(plane, cancel.Token);

        await LimitAsync(sandbox, node, Directory.GetFiles($"/proc/{node.Identity.Pid}/fd").Length);
        for (var i = 0; i < 3; i++)
        {
            await sandbox.StartAsync($"new{i}", options: ["tail", "-f", "/dev/null"]);
        }

        await sandbox.StartAsync("gone", options: ["tail", "-f", "/dev/null"]);
        await sandbox.TmuxAsync("gone", "kill-server");

        await Eventually.TrueAsync(() => node.Said.Any(line => line.Contains("Too many open files", StringComparison.Ordinal)), "the node feels it");
        await LimitAsync(sandbox, node, 4096);

        foreach (var name in (string[])["old", "new0", "new1", "new2"])
        {
            await Eventually.TrueAsync(async () => await ViewAsync(plane, name) is { Status: ServerStatus.Connected, Reason: null }, $"{name} is connected");
        }

        (await ViewAsync(plane, "old"))!.Generation.ShouldBe(before!.Generation);
        await cancel.CancelAsync();
        (await reading).OfType<ServerHappening>().Where(happening => happening.What is ServerLost).Select(happening => happening.Server.Value)
            .ShouldBeSubsetOf(["gone"]);
        await Eventually.TrueAsync(() => sandbox.Connections() == 4, "each has one client");
    }

    private static async Task<ServerView?> ViewAsync(HttpControlPlane plane, string server)
    {
        try
        {
            return (await plane.GetServersAsync(CancellationToken.None)).FirstOrDefault(view => view.Name == server);
        }
        catch (Exception e) when (e is NodeUnreachableException or TimeoutException)
        {
            // It cannot take a caller yet.
            return null;
        }
    }

    private static async Task<List<PlaneEvent>> ReadAsync(HttpControlPlane plane, CancellationToken cancellationToken)
    {
        List<PlaneEvent> read = [];
        try
        {
            await foreach (var happened in plane.ReadEventsAsync(null, cancellationToken))
            {
                read.Add(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        return read;
    }

    private static async Task LimitAsync(TmuxSandbox sandbox, NodeProcess node, int descriptors)
    {
        var (pid, limit) = (node.Identity.Pid.ToString(CultureInfo.InvariantCulture), descriptors.ToString(CultureInfo.InvariantCulture));
        (await sandbox.RunAsync("prlimit", "--pid", pid, $"--nofile={limit}:")).Status.ShouldBe(0);
    }
}
