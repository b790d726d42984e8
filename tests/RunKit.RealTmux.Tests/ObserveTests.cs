using System.Globalization;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests;

/// <summary><c>serve --guard observe</c> looks and leaves nothing behind.</summary>
public sealed class ObserveTests
{
    [Fact]
    public async Task What_was_observed_is_afterwards_as_it_was_before_but_for_consumed_ids()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", options: ["tail", "-f", "/dev/null"]);
        foreach (var command in (string[][])
        [
            // tmux names such windows anew by itself, at moments of its own.
            ["set-option", "-g", "automatic-rename", "off"],
            ["new-session", "-d", "-s", "second", "tail", "-f", "/dev/null"],
            ["set-option", "-t", "second:", "status", "off"],
            ["set-option", "-g", "@mine", "1"],
            ["set-option", "-s", "exit-empty", "on"],
            ["set-option", "-w", "-t", "user:", "monitor-activity", "on"],
            ["set-hook", "-g", "after-rename-window", "display-message x"],
            ["set-environment", "-g", "GLOBAL", "1"],
            ["set-environment", "-t", "second", "LOCAL", "2"],
            ["set-buffer", "-b", "kept", "text"],
        ])
        {
            await sandbox.TmuxAsync("a", command);
        }

        var before = await EverythingAsync(sandbox);
        await using (var node = await NodeProcess.StartAsync(sandbox, "--guard", "observe"))
        {
            await node.ConnectsAsync(await node.ConnectAsync(), "a");
            (await EverythingAsync(sandbox)).ShouldNotBe(before);
            await sandbox.RunAsync("kill", "-TERM", node.Identity.Pid.ToString(CultureInfo.InvariantCulture));
            await node.EndsAsync();
        }

        (await EverythingAsync(sandbox)).ShouldBe(before);
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "nobody is connected");
        await sandbox.TmuxAsync("a", "new-session", "-d", "-s", "third");
        (await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "third:", "#{session_id}")).ShouldNotBe("$2", "one id was consumed");
    }

    private static async Task<string> EverythingAsync(TmuxSandbox sandbox)
    {
        const string server = "a";
        List<string> said = [];
        await AskAsync("list-sessions", "-F", "#{session_id} #{session_name} #{session_windows} #{session_attached} #{session_group}");
        await AskAsync("list-panes", "-a", "-F", "#{session_id} #{window_id} #{window_name} #{window_layout} #{window_flags} #{pane_id} #{pane_pid} #{pane_dead}");
        await AskAsync("list-clients", "-F", "#{client_name}");
        await AskAsync("list-buffers");
        foreach (var scope in (string[])["-s", "-g", "-gw"])
        {
            await AskAsync("show-options", scope);
        }

        await AskAsync("show-hooks", "-g");
        await AskAsync("show-environment", "-g");
        foreach (var session in (await sandbox.TmuxAsync(server, "list-sessions", "-F", "#{session_name}")).Split('\n'))
        {
            await AskAsync("show-options", "-A", "-t", $"{session}:");
            await AskAsync("show-options", "-A", "-w", "-t", $"{session}:");
            await AskAsync("show-options", "-A", "-p", "-t", $"{session}:");
            await AskAsync("show-hooks", "-t", $"{session}:");
            await AskAsync("show-environment", "-t", session);
        }

        return string.Join('\n', said);

        async Task AskAsync(params string[] command) => said.Add($"{string.Join(' ', command)}:\n{await sandbox.TmuxAsync(server, command)}");
    }
}
