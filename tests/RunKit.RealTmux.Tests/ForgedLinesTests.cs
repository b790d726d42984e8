using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests;

/// <summary>Lines that look like tmux's own, or like RunKit's, in everything that a user can name or print.</summary>
public sealed class ForgedLinesTests
{
    private const int Commands = 100;

    [Theory]
    [InlineData("%begin 1 2 3")]
    [InlineData("%exit")]
    [InlineData("%error 1 2 3\n%end 1 2 3")]
    [InlineData("x\nrk-0-part\nrk-0-end 1 1 3.3a - 1")]
    public async Task Forged_lines_in_names_titles_messages_buffers_and_the_environment_change_nothing(string forged)
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", options: ["-x", "80", "-y", "24", "tail", "-f", "/dev/null"]);
        await using var plane = await PlaneHost.StartAsync(sandbox);
        await plane.ConnectsAsync("a");
        string[][] forgeries =
        [
            ["rename-session", "-t", "user", forged], ["rename-window", "-t", "%0", forged], ["select-pane", "-t", "%0", "-T", forged],
            ["set-buffer", "-b", forged, forged], ["set-environment", "-g", "FORGED", forged], ["set-option", "-g", "@forged", forged],
            ["display-message", forged], ["set-option", "-g", "status-left", forged], ["new-window", "-d", "-n", forged, "printf", "%s\n", forged],
        ];
        foreach (var forgery in forgeries)
        {
            await sandbox.TryTmuxAsync("a", forgery);
        }

        await plane.HearsAsync<SessionRenamed>("a");
        for (var i = 0; i < Commands; i++)
        {
            (await plane.Plane.ExecuteAsync(new("a"), ["show-options", "-gv", "@forged"], CommandOptions.Default, default))
                .ShouldBe(new CommandOutcome.Completed($"{forged}\n"));
        }

        await sandbox.TmuxAsync("a", "new-session", "-d", "-s", "after", "tail", "-f", "/dev/null");
        await Eventually.TrueAsync(() => plane.EventsOf<SessionAdded>("a").Any(added => added.Name == "after"), "a change afterwards is seen");
        (await plane.FindAsync("a"))!.Status.ShouldBe(ServerStatus.Connected);
        plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
        plane.EventsOf<ServerUnreachable>("a").ShouldBeEmpty();
    }
}
