using System.Text;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Streams;
using RunKit.ControlPlane.Terminals;
using RunKit.Testing.InMemory;
using RunKit.Testing.Planes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Testing.Tests.InMemory;

/// <summary>Viewers and terminals of a host's own tests, without tmux.</summary>
public sealed class FakeStreamTests
{
    [Fact]
    public async Task A_viewer_of_a_fake_pane_is_told_what_stands_there_and_what_is_printed()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("work");
        await using var host = await PlaneHost.StartAsync(tmux);
        await host.ConnectsAsync("work");
        var pane = server.Session("main").Window.Panes[0];
        pane.Program = FakeProgram.Shell(command => $"did {command}");
        await using var events = host.Plane.OpenPaneAsync(new PaneAddress(new ServerName("work"), pane.Id), PaneStreamOptions.Default, CancellationToken.None).GetAsyncEnumerator();

        (await events.MoveNextAsync()).ShouldBeTrue();
        var snapshot = events.Current.ShouldBeOfType<PaneStreamEvent.Snapshot>();
        snapshot.State.Live.ShouldBeTrue(snapshot.State.Note);
        Encoding.UTF8.GetString(snapshot.State.Restore.Span).ShouldContain("$ ");
        await host.Plane.SendAsync(new PaneAddress(new ServerName("work"), pane.Id), new SendRequest("it"), CancellationToken.None);
        var text = "";
        while (!text.Contains("did it", StringComparison.Ordinal) && await events.MoveNextAsync())
        {
            text += Encoding.UTF8.GetString(events.Current.ShouldBeOfType<PaneStreamEvent.Output>().Bytes.Span);
        }

        text.ShouldContain("it\r\ndid it\r\n$ ");
    }

    [Fact]
    public async Task A_terminal_is_attached_to_a_fake_server_types_and_shows()
    {
        await using var tmux = new FakeTmux();
        var server = tmux.Start("work");
        await using var host = await PlaneHost.StartAsync(tmux);
        await host.ConnectsAsync("work");
        server.Session("main").Window.Panes[0].Program = FakeProgram.Shell(command => $"did {command}");
        var outcome = await host.Plane.OpenTerminalAsync(new ServerName("work"), new AttachRequest("main", new TerminalSize(80, 24)), CancellationToken.None);
        await using var terminal = outcome.ShouldBeOfType<TerminalOutcome.Opened>().Terminal;

        await terminal.WriteAsync("it\r"u8.ToArray(), CancellationToken.None);
        var (text, buffer) = ("", new byte[1024]);
        while (!text.Contains("did it", StringComparison.Ordinal))
        {
            text += Encoding.UTF8.GetString(buffer, 0, await terminal.ReadAsync(buffer, CancellationToken.None));
        }

        await host.BecomesAsync("work", view => view.Clients == 1, "the client is listed");
        (await host.Plane.OpenTerminalAsync(new ServerName("work"), new AttachRequest("none", new TerminalSize(80, 24)), CancellationToken.None))
            .ShouldBeOfType<TerminalOutcome.NotOpened>();
    }
}
