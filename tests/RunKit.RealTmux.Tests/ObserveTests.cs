using System.Globalization;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests;

/// <summary><c>serve --guard observe</c> looks and leaves nothing behind.</summary>
public sealed class ObserveTests
{
    [Fact]
    public async Task What_is_observed_is_as_it_was_before_meanwhile_and_afterwards()
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

        var before = await Everything.OfAsync(sandbox, "a");
        await using (var node = await NodeProcess.StartAsync(sandbox, "--guard", "observe"))
        {
            await node.ConnectsAsync(await node.ConnectAsync(), "a");
            (await Everything.OfAsync(sandbox, "a")).ShouldBe(before, "while it is observed too");
            await sandbox.RunAsync("kill", "-TERM", node.Identity.Pid.ToString(CultureInfo.InvariantCulture));
            await node.EndsAsync();
        }

        (await Everything.OfAsync(sandbox, "a")).ShouldBe(before);
        await Eventually.TrueAsync(() => sandbox.Connections() == 0, "nobody is connected");
        await sandbox.TmuxAsync("a", "new-session", "-d", "-s", "third");
        (await sandbox.TmuxAsync("a", "display-message", "-p", "-t", "third:", "#{session_id}")).ShouldBe("$2", "no id was consumed");
    }
}
