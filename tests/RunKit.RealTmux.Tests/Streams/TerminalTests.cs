using System.Text;
using RunKit.ControlPlane.Terminals;
using RunKit.RealTmux.Tests.Panes;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Streams;

/// <summary>Terminals of ours, attached to real tmux.</summary>
public sealed class TerminalTests
{
    private static readonly TerminalSize Size = new(90, 30);

    [Fact]
    public async Task An_attached_terminal_shows_and_types_and_is_gone_when_it_is_given_up()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("new-session", "-d", "-s", "shown", "cat");
        var terminal = await AttachAsync(world, new AttachRequest("shown", Size));
        var showing = ShowAsync(terminal);
        await terminal.WriteAsync("typed here\r"u8.ToArray(), CancellationToken.None);
        await Eventually.TrueAsync(
            async () => (await world.TmuxAsync("capture-pane", "-p", "-t", "shown")).Contains("typed here\ntyped here", StringComparison.Ordinal), "it is typed");
        (await world.TmuxAsync("list-clients", "-F", "#{client_termname} #{client_width}x#{client_height} #{session_name}")).Trim().ShouldBe("xterm-256color 90x30 shown");

        await terminal.ResizeAsync(new TerminalSize(70, 20), CancellationToken.None);
        await Eventually.TrueAsync(async () => (await world.TmuxAsync("display-message", "-p", "-t", "shown", "#{window_width}x#{window_height}")).Trim() == "70x19", "its size is taken");
        await terminal.DisposeAsync();

        await Eventually.TrueAsync(async () => (await world.TmuxAsync("list-clients")).Trim().Length == 0, "the client is gone");
        (await showing).ShouldContain("typed here");
    }

    [Fact]
    public async Task A_terminal_that_only_watches_types_nothing_and_sizes_nothing()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("new-session", "-d", "-x", "80", "-y", "24", "-s", "shown", "cat");
        await using var driver = await AttachAsync(world, new AttachRequest("shown", Size));
        var driving = ShowAsync(driver);
        await using var guest = await AttachAsync(world, new AttachRequest("shown", new TerminalSize(40, 10)) { ReadOnly = true, IgnoreSize = true });
        var watching = ShowAsync(guest);

        await guest.WriteAsync("guest\r"u8.ToArray(), CancellationToken.None);
        await driver.WriteAsync("driver\r"u8.ToArray(), CancellationToken.None);

        await Eventually.TrueAsync(async () => (await world.TmuxAsync("capture-pane", "-p", "-t", "shown")).Contains("driver\ndriver", StringComparison.Ordinal), "the driver types");
        (await world.TmuxAsync("capture-pane", "-p", "-t", "shown")).ShouldNotContain("guest");
        (await world.TmuxAsync("display-message", "-p", "-t", "shown", "#{window_width}")).Trim().ShouldBe("90");
        await guest.DisposeAsync();
        await driver.DisposeAsync();
        await Task.WhenAll(driving, watching);
    }

    [Fact]
    public async Task Attaching_leaves_the_sessions_environment_as_it_was()
    {
        await using var world = await PaneWorld.StartAsync();
        await world.TmuxAsync("set-environment", "-t", "user", "DISPLAY", ":7");
        var before = await world.TmuxAsync("show-environment", "-t", "user");

        await using (var terminal = await AttachAsync(world, new AttachRequest("user", Size)))
        {
            (await world.TmuxAsync("show-environment", "-t", "user")).ShouldBe(before);
        }
    }

    [Theory]
    [InlineData("nothing", "can't find session: nothing")]
    [InlineData("", "a target is a session")]
    public async Task A_target_that_is_none_is_told_in_tmuxs_words(string target, string words)
    {
        await using var world = await PaneWorld.StartAsync();

        var outcome = await world.Plane.OpenTerminalAsync(PaneWorld.Server, new AttachRequest(target, Size), CancellationToken.None);

        outcome.ShouldBeOfType<TerminalOutcome.NotOpened>().Reason.ShouldContain(words);
        (await world.TmuxAsync("list-clients")).Trim().ShouldBe("");
    }

    [Fact]
    public async Task The_end_of_its_session_of_its_server_and_a_detachment_are_told()
    {
        await using var world = await PaneWorld.StartAsync();
        foreach (var command in (string[][])[["detach-client", "-s", "shown"], ["kill-session", "-t", "shown"], ["kill-server"]])
        {
            await world.TmuxAsync("new-session", "-d", "-s", "shown", "cat");
            await using var terminal = await AttachAsync(world, new AttachRequest("shown", Size));
            var showing = ShowAsync(terminal);
            await world.TmuxAsync(command);

            await showing;
            await Eventually.TrueAsync(() => terminal.Ended is not null, "its end is told");
            await world.Sandbox.TmuxAsync("a", ["has-session", "-t", "user"]).ContinueWith(_ => { }, TaskScheduler.Default);
            if (command[0] == "detach-client")
            {
                await world.TmuxAsync("kill-session", "-t", "shown");
            }
        }
    }

    private static async Task<IAttachedTerminal> AttachAsync(PaneWorld world, AttachRequest request) =>
        (await world.Plane.OpenTerminalAsync(PaneWorld.Server, request, CancellationToken.None)).ShouldBeOfType<TerminalOutcome.Opened>().Terminal;

    private static async Task<string> ShowAsync(IAttachedTerminal terminal)
    {
        var (shown, buffer) = (new StringBuilder(), new byte[4096]);
        int length;
        while ((length = await terminal.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            shown.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return shown.ToString();
    }
}
