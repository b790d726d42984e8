using RunKit.Tmux.Ports;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// Does to real servers, by the seed, what happens to servers on real machines. A server that is being dialled is left alone until the
/// plane is connected again: what a storm of notifications during a handshake does to tmux before 3.7 is known
/// (docs/decisions/0006), and so is what breaking a window's only pane does (0008).
/// </summary>
internal sealed class ChaosDriver(TmuxSandbox sandbox, ChaosWorld world, Func<PlaneHost> plane, Func<Task> restartPlane, Random random)
{
    private const int MostAtOnce = 3;
    private const int StormLength = 20;

    /// <summary>One step: something to a few servers at once, or to all. Returns what it was, for a failure to tell.</summary>
    public async Task<string> ActAsync() => random.Next(25) switch
    {
        0 => await TellAsync("the plane restarts", RestartAsync),
        1 => await TellAsync("the socket directory is deleted and made again", LoseDirectoryAsync),
        2 => await TellAsync("plain files and directories among the sockets", LitterAsync),
        _ => await SomethingToSomeAsync(),
    };

    /// <summary>Lets every server go on and gives every socket back.</summary>
    public async Task HealAsync()
    {
        foreach (var name in world.Where(life => life is not null))
        {
            Continue(name);
            await RemakeSocketAsync(name);
        }
    }

    private async Task<string> SomethingToSomeAsync()
    {
        var names = world.Names.OrderBy(_ => random.Next()).Take(1 + random.Next(MostAtOnce)).ToList();
        var deeds = names.Select(name => (Name: name, Deed: Choose(world.Of(name)))).ToList();
        await Task.WhenAll(deeds.Select(deed => deed.Deed.Do(deed.Name)));
        return string.Join(", ", deeds.Select(deed => $"{deed.Name}: {deed.Deed.What}"));
    }

    private (string What, Func<string, Task> Do) Choose(ChaosWorld.Life? life)
    {
        (string, Func<string, Task>)[] deeds = life switch
        {
            null => [("a user starts it", LaunchAsync), ("the plane creates it", CreateByPlaneAsync), ("its file is removed", RemoveFileAsync)],
            { Stopped: true } => [("SIGCONT", ContinueAsync), ("SIGKILL while stopped", KillHardAsync)],
            { SocketLost: true } => [("SIGUSR1", RemakeSocketAsync), ("SIGKILL without a socket", KillHardAsync)],
            _ =>
            [
                ("kill-server", KillServerAsync), ("runkit kill", KillByPlaneAsync), ("SIGKILL", KillHardAsync), ("SIGSTOP", StopAsync),
                ("emptied", EmptyAsync), ("its last session ends", EndLastSessionAsync), ("its socket is deleted", LoseSocketAsync),
                ("its socket is made again", RemakeSocketAsync), ("a storm of sessions", StormAsync), ("its anchor is killed", KillAnchorAsync),
                ("our client is woken", WakeAsync), ("its hooks are wiped", WipeHooksAsync),
            ],
        };
        return deeds[random.Next(deeds.Length)];
    }

    private static async Task<string> TellAsync(string what, Func<Task> act)
    {
        await act();
        return what;
    }

    private async Task LaunchAsync(string name) =>
        world.IsBorn(name, await sandbox.StartAsync(name, options: ["tail", "-f", "/dev/null"]));

    private async Task CreateByPlaneAsync(string name)
    {
        var request = new NewServer(new(name), "user", "/", ["tail", "-f", "/dev/null"], AttachOk: false);
        (await plane().Plane.NewAsync(request, CancellationToken.None)).ShouldBeOfType<CreateOutcome.Created>();
        world.IsBorn(name, sandbox.Server(name));
    }

    private Task RemoveFileAsync(string name)
    {
        File.Delete(sandbox.Socket(name).Value);
        return Task.CompletedTask;
    }

    private async Task KillServerAsync(string name)
    {
        world.IsEnded(name);
        await sandbox.TryTmuxAsync(name, "kill-server");
    }

    private async Task KillByPlaneAsync(string name)
    {
        world.IsEnded(name);
        (await plane().Plane.KillAsync(new(name), CancellationToken.None)).ShouldBeOfType<KillOutcome.Killed>();
    }

    private Task KillHardAsync(string name)
    {
        var process = world.Of(name)!.Process;
        world.IsEnded(name);
        sandbox.KillHard(process);
        return Task.CompletedTask;
    }

    private Task StopAsync(string name)
    {
        sandbox.Stop(world.Of(name)!.Process);
        world.Becomes(name, life => life with { Stopped = true });
        return Task.CompletedTask;
    }

    private Task ContinueAsync(string name)
    {
        Continue(name);
        return Task.CompletedTask;
    }

    private void Continue(string name)
    {
        sandbox.Continue(world.Of(name)!.Process);
        world.Becomes(name, life => life with { Stopped = false });
    }

    // What its user wants to be gone when it is empty, with the floor taken away by hand.
    private async Task EmptyAsync(string name)
    {
        world.IsEnded(name);
        var sessions = (await sandbox.TmuxAsync(name, "list-sessions", "-F", "#{session_id}")).Split('\n');
        await sandbox.TryTmuxAsync(
            name, ["set-option", "-s", "exit-empty", "on", .. sessions.SelectMany(id => (string[])[";", "kill-session", "-t", id])]);
    }

    // The floor keeps the server.
    private async Task EndLastSessionAsync(string name)
    {
        foreach (var id in (await sandbox.TmuxAsync(name, "list-sessions", "-f", "#{!=:#{session_name},_rk-ctl}", "-F", "#{session_id}")).Split('\n'))
        {
            await sandbox.TryTmuxAsync(name, "kill-session", "-t", id);
        }
    }

    private Task LoseSocketAsync(string name)
    {
        world.Becomes(name, life => life with { SocketLost = true });
        return RemoveFileAsync(name);
    }

    private async Task RemakeSocketAsync(string name)
    {
        sandbox.RemakeSocket(world.Of(name)!.Process);
        await Eventually.TrueAsync(() => sandbox.IsAlive(name), $"{name} has made its socket again");
        world.Becomes(name, life => life with { SocketLost = false });
    }

    private async Task StormAsync(string name)
    {
        var file = Path.Combine(sandbox.Root, $"storm-{name}");
        var lines = Enumerable.Range(0, StormLength).SelectMany(i => (string[])
            [$"new-session -d -s storm{i} tail -f /dev/null", $"rename-session -t storm{i}: s{i}", i % 3 == 0 ? "list-sessions" : $"kill-session -t s{i}:"]);
        await File.WriteAllLinesAsync(file, [.. lines, .. Enumerable.Range(0, StormLength).Where(i => i % 3 == 0).Select(i => $"kill-session -t s{i}:")]);
        await sandbox.TryTmuxAsync(name, "source-file", file);
    }

    private async Task KillAnchorAsync(string name) => await sandbox.TryTmuxAsync(name, "kill-session", "-t", "_rk-ctl:");

    // What the plane's client waits for: it may be woken at any time, by anybody.
    private async Task WakeAsync(string name) => await sandbox.TryTmuxAsync(name, "wait-for", "-S", "rk-hint");

    // As a configuration does that is read again.
    private async Task WipeHooksAsync(string name) =>
        await sandbox.TryTmuxAsync(name, "set-hook", "-gu", "session-created", ";", "set-hook", "-gu", "window-renamed");

    // A new plane knows only what it sees: a server without a socket is none of it.
    private async Task RestartAsync()
    {
        await HealAsync();
        await restartPlane();
    }

    private async Task LoseDirectoryAsync()
    {
        foreach (var name in world.Where(life => life is { Stopped: true }))
        {
            Continue(name);
        }

        Directory.Delete(sandbox.SocketDirectory, recursive: true);
        foreach (var name in world.Where(life => life is not null))
        {
            world.Becomes(name, life => life with { SocketLost = true });
        }

        Directory.CreateDirectory(sandbox.SocketDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await HealAsync();
    }

    private async Task LitterAsync()
    {
        var number = random.Next(5);
        await File.WriteAllTextAsync(Path.Combine(sandbox.SocketDirectory, $"file{number}"), "");
        await File.WriteAllTextAsync(Path.Combine(sandbox.SocketDirectory, $"c{number:00}.lock"), "");
        Directory.CreateDirectory(Path.Combine(sandbox.SocketDirectory, $"directory{number}"));
    }
}
