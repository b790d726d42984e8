using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.State;
using RunKit.Tmux.Processes.Connections;

namespace RunKit.Tmux.Processes.Tests.Connections;

public abstract class ListingTests(DialTransport transport) : BenchTests(transport)
{
    [Fact]
    public async Task A_listing_tells_sessions_windows_and_panes_as_they_are()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "new-window", "-d", "-t", "user:", "-n", "second", "tail", "-f", "/dev/null");
        await Sandbox.TmuxAsync("a", "split-window", "-d", "-t", "user:1", "tail", "-f", "/dev/null");
        await Sandbox.TmuxAsync("a", "link-window", "-d", "-s", "user:1", "-t", "_rk-ctl:5");
        var state = await ListAsync(connection);
        state.Counts().ShouldBe(new StateCounts(Sessions: 1, Windows: 2, Panes: 3));
        state.Sessions.Values.Select(session => $"{session.Name} {state.Attached(session.Id)}").ShouldBe(["user 0", "_rk-ctl 1"]);
        state.Windows.Values.Count(window => window.Name == "second").ShouldBe(1);
        var printed = await Sandbox.TmuxAsync("a", "list-panes", "-a", "-F", "#{pane_id} #{pane_pid}");
        state.Panes.Values.Select(pane => $"{pane.Id} {pane.Pid}").ShouldBe(printed.Split('\n').Distinct(), ignoreOrder: true);
    }

    [Fact]
    public async Task Hostile_names_titles_and_paths_are_read_as_they_are()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        var directory = Directory.CreateDirectory($"{Sandbox.Root}/a\n%end 1 2 1\n%exit\nR $0 @0| \\| \\x $HOME \u001b[0m é").FullName;
        await Sandbox.TmuxAsync("a", "new-window", "-d", "-t", "user:", "-c", directory, "-n", "x| abc| $HOME", "tail", "-f", "/dev/null");
        await Sandbox.TmuxAsync("a", "select-pane", "-t", "user:1", "-T", "%exit ${x} \\ ##{pid} 'q' \"d\"| 日本");
        await Sandbox.TmuxAsync("a", "rename-session", "-t", "=user", "%end| 1 3:x");

        await Eventually.TrueAsync(
            async () => (await ListAsync(connection)).Panes.Values.Any(pane => pane.Path == directory), "the pane has its directory");
        var state = await ListAsync(connection);
        state.Sessions.Values.First().Name.ShouldBe("%end| 1 3_x", "tmux allows no colon there");
        state.Windows.Values.Select(window => window.Name).ShouldContain("x| abc| $HOME");
        state.Panes.Values.Select(pane => pane.Title).ShouldContain("%exit ${x} \\ #{pid} 'q' \"d\"| 日本");
    }

    [Fact]
    public async Task A_path_that_is_no_text_harms_nothing()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync(
            "a", "new-window", "-d", "-t", "user:", "sh", "-c", $"d=$(printf '{Sandbox.Root}/\\303x\\377'); mkdir \"$d\"; cd \"$d\"; exec tail -f /dev/null");
        await Eventually.TrueAsync(
            async () => (await ListAsync(connection)).Panes.Values.Any(pane => pane.Path == $"{Sandbox.Root}/\uFFFDx\uFFFD"), "the path is shown as far as it is text");
        await Sandbox.RunAsync("sh", "-c", $"rmdir {Sandbox.Root}/*x*");
    }

    [Fact]
    public async Task An_alias_of_the_users_does_not_stand_in_for_what_the_listing_asks()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        foreach (var (command, index) in StateReader.Commands.Select((command, index) => (command.Name + "s", index)))
        {
            await Sandbox.TmuxAsync("a", "set-option", "-s", $"command-alias[{100 + index}]", $"{command}=display-message -p hello");
        }

        (await ListAsync(connection)).VisibleSessions.Single().Name.ShouldBe("user");
    }

    [Fact]
    public async Task Hooks_that_print_among_the_listing_make_it_no_less_true()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "set-hook", "-g", "after-list-windows", "display-message -p hooked");
        await Sandbox.TmuxAsync("a", "set-hook", "-g", "after-list-panes", "new-window -d -t user: tail -f /dev/null");
        var state = await ListAsync(connection);
        state.Panes.Values.ShouldAllBe(pane => state.Windows.ContainsKey(pane.Window));
    }

    [Fact]
    public async Task Clients_buffers_groups_layouts_and_modes_are_told()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await Sandbox.TmuxAsync("a", "new-session", "-d", "-t", "user", "-s", "twin");
        await Sandbox.TmuxAsync("a", "split-window", "-d", "-h", "-t", "user:0", "tail", "-f", "/dev/null");
        await Sandbox.TmuxAsync("a", "resize-pane", "-Z", "-t", "user:0.1");
        await Sandbox.TmuxAsync("a", "copy-mode", "-t", "user:0.1");
        await Sandbox.TmuxAsync("a", "set-buffer", "-b", "a name| x", "four");

        var state = await ListAsync(connection);

        state.VisibleSessions.Select(session => session.Group).ShouldBe(["user", "user"]);
        var window = state.Windows[state.VisibleSessions.First().Windows.Single().Window];
        window.Shape.Zoomed.ShouldBeTrue();
        window.Shape.Layout.ShouldContain('{');
        var active = state.Panes[window.ActivePane.ShouldNotBeNull()];
        (active.Mode, active.Index, active.Size).ShouldBe(("copy-mode", 1, window.Shape.Size));
        state.Clients.Values.Single().ShouldSatisfyAllConditions(
            client => client.Control.ShouldBeTrue(),
            client => state.Sessions[client.Session].Name.ShouldBe("_rk-ctl"));
        state.Buffers["a name| x"].Bytes.ShouldBe(4);
    }

    [Fact]
    public async Task A_change_is_hinted_at_and_many_are_one_hint()
    {
        await Bench.StartAsync("a");
        var connection = await Bench.ConnectAsync("a");
        await QuietAsync(connection);
        var hint = connection.NextHintAsync();
        hint.IsCompleted.ShouldBeFalse();
        await Sandbox.TmuxAsync("a", "rename-session", "-t", "=user", "other");
        await hint.WaitAsync(TimeSpan.FromSeconds(60));

        for (var i = 0; i < 20; i++)
        {
            await Sandbox.TmuxAsync("a", "rename-session", "-t", "=other", "other");
            await Sandbox.TmuxAsync("a", "rename-window", "-t", "other:", $"w{i}");
        }

        await connection.ExecuteAsync(new TmuxCommand("list-sessions"), CancellationToken.None);
        connection.NextHintAsync().IsCompleted.ShouldBeTrue("there were changes since");
        connection.NextHintAsync().IsCompleted.ShouldBeFalse("they are one hint");
    }

    private static async Task<ServerState> ListAsync(IServerConnection connection)
    {
        var outcome = await connection.ListAsync(CancellationToken.None);
        return outcome is ListOutcome.Listed listed ? listed.State : throw new InvalidOperationException($"{outcome}");
    }

    // What the dial itself has changed is hinted at, too.
    private static async Task QuietAsync(IServerConnection connection)
    {
        await connection.ExecuteAsync(new TmuxCommand("list-sessions"), CancellationToken.None);
        if (connection.NextHintAsync() is { IsCompleted: false })
        {
            throw new InvalidOperationException("a dial that made the anchor was not hinted at");
        }
    }
}

/// <summary>Over a tmux process.</summary>
public sealed class ProcessListingTests() : ListingTests(DialTransport.Process);

/// <summary>Over the server's own socket.</summary>
public sealed class SocketListingTests() : ListingTests(DialTransport.Auto);
