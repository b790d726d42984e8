using RunKit.ControlPlane;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests;

/// <summary>What a node does not do to a machine: seen from outside, by tmux's own list of clients and by a tmux on the path that counts.</summary>
public sealed class TracelessTests
{
    [Fact]
    public async Task A_node_is_in_no_list_of_clients_and_starts_no_tmux_process()
    {
        await using var sandbox = new TmuxSandbox();
        for (var i = 0; i < 3; i++)
        {
            await sandbox.StartAsync($"s{i}", options: ["-x", "80", "-y", "24", "tail", "-f", "/dev/null"]);
        }

        var counting = sandbox.MakeLoggingTmux();
        await using var node = await NodeProcess.StartOnPathAsync(sandbox, Path.GetDirectoryName(counting.Program)!);
        using var enough = new CancellationTokenSource();
        var listed = ListClientsAsync(sandbox, enough.Token);
        var plane = await node.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await node.ConnectsAsync(plane, $"s{i}");
            for (var command = 0; command < 50; command++)
            {
                await plane.ExecuteAsync(new($"s{i}"), ["rename-window", "-t", "%0", $"n{command}"], CommandOptions.Default, default);
            }
        }

        await plane.ReleaseAsync(new("s0"), default);
        await plane.GuardAsync(new("s0"), default);
        await plane.KillAsync(new("s1"), default);
        await enough.CancelAsync();

        (await listed).ShouldBe("");
        (await File.ReadAllLinesAsync(counting.Log)).ShouldAllBe(words => words.Trim() == "-N -V");
    }

    // What any look has shown, and how often it was looked.
    private static async Task<string> ListClientsAsync(TmuxSandbox sandbox, CancellationToken enough)
    {
        var seen = "";
        while (!enough.IsCancellationRequested && seen.Length == 0)
        {
            seen = (await sandbox.TryTmuxAsync("s0", "list-clients")).Output;
        }

        return seen;
    }
}
