using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Servers;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>What happens in panes, as events, on the tmux of this machine.</summary>
public sealed class PaneEventTests
{
    [Fact]
    public async Task The_end_of_a_program_whose_pane_stays_is_told_with_its_status_or_its_signal_and_stands_in_the_tree()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        await sandbox.TmuxAsync("a", "set-option", "-g", "remain-on-exit", "on");
        await using var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");
        var pane = await sandbox.TmuxAsync("a", "new-window", "-d", "-P", "-F", "#{pane_id}", "sh", "-c", "sleep 0.2; exit 3");
        var killed = await sandbox.TmuxAsync("a", "new-window", "-d", "-P", "-F", "#{pane_id}", "sh", "-c", "sleep 0.2; kill -9 $$");

        await Eventually.TrueAsync(() => host.EventsOf<PaneExited>("a").Count == 2, "both ends are told");

        host.EventsOf<PaneExited>("a").Select(exited => (exited.Pane.ToString(), exited.ExitStatus, exited.ExitSignal)).ShouldBe(
            [(pane, (int?)3, null), (killed, null, (string?)"SIGKILL")], ignoreOrder: true);
        var tree = (await host.Plane.GetTreeAsync(new ServerName("a"), CancellationToken.None)).ShouldBeOfType<TreeOutcome.Known>().Tree;
        tree.Sessions.SelectMany(session => session.Windows).SelectMany(window => window.Panes)
            .Single(view => view.Id.ToString() == pane).ShouldSatisfyAllConditions(view => view.Dead.ShouldBeTrue(), view => view.ExitStatus.ShouldBe(3));
    }

    // tmux 3.3a misses about one end in four where nothing else happens on the server.
    [Fact]
    public async Task No_end_is_missed_on_a_server_where_nothing_else_happens()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        await sandbox.TmuxAsync("a", "set-option", "-g", "remain-on-exit", "on");
        await using var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");
        for (var ends = 1; ends <= 15; ends++)
        {
            var gate = Path.Combine(sandbox.Root, $"gate{ends}");
            var status = ends;
            await sandbox.TmuxAsync("a", "new-window", "-d", "sh", "-c", $"until [ -e {gate} ]; do sleep 0.05; done; exit {status}");
            await Eventually.TrueAsync(() => host.EventsOf<PaneAdded>("a").Count >= status, "its window is seen");
            await File.WriteAllTextAsync(gate, "");

            await Eventually.TrueAsync(() => host.EventsOf<PaneExited>("a").Any(exited => exited.ExitStatus == status), $"the end with status {status} is told");
        }

        host.EventsOf<PaneExited>("a").Select(exited => exited.ExitStatus).ShouldBe(Enumerable.Range(1, 15).Select(status => (int?)status));
    }

    [Fact]
    public async Task A_prompt_and_output_that_begins_are_told_where_that_is_asked_for()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("a", "user", "env", "PS1=$ ", "HOME=/nowhere", "dash", "-i");
        await using var host = await PlaneHost.StartAsync(sandbox, ("runkit.events.panes", "on"));
        await host.ConnectsAsync("a");
        var gate = Path.Combine(sandbox.Root, "gate");
        await sandbox.TmuxAsync("a", "send-keys", "-t", "user:", $"until [ -e {gate} ]; do sleep 0.1; done", "Enter");
        await Eventually.TrueAsync(() => host.EventsOf<PaneOutputQuiet>("a").Count > 0, "it prints nothing");

        await File.WriteAllTextAsync(gate, "");

        await Eventually.TrueAsync(() => host.EventsOf<PanePrompt>("a").Count > 0, "the shell is at its prompt again");
        await Eventually.TrueAsync(() => host.EventsOf<PaneOutputStarted>("a").Count > 0, "its prompt is output");
        host.Events.OfType<ServerEventEnvelope>().Where(happened => happened.Event is PanePrompt).ShouldAllBe(happened => happened.Generation != null);
    }
}
