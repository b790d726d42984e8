using System.Globalization;
using RunKit.ControlPlane.Servers;
using RunKit.RealTmux.Tests.State;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Linux.Clients;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// Many changes in a short time: none is lost, and what the plane says is what tmux lists. <c>STORM_RENAMES</c>, <c>STORM_WINDOWS</c> and
/// <c>STORM_BURSTS</c> say how many.
/// </summary>
public sealed class StormTests : IAsyncLifetime
{
    private const int RenamesInALine = 100;

    private static readonly int Renames = Length.Of("STORM_RENAMES", usual: 5000, extended: 100_000);
    private static readonly int Windows = Length.Of("STORM_WINDOWS", usual: 100, extended: 2000);
    private static readonly int Bursts = Length.Of("STORM_BURSTS", usual: 200, extended: 10_000);

    private readonly TmuxSandbox _sandbox = new();
    private readonly SocketTmuxClient _client = new(TimeProvider.System);
    private PlaneHost _plane = null!;

    public async Task InitializeAsync()
    {
        await _sandbox.StartAsync("a", options: ["-x", "80", "-y", "24", "tail", "-f", "/dev/null"]);
        _plane = await PlaneHost.StartAsync(_sandbox, ("runkit.snapshot.refresh", "10m"), ("runkit.snapshot.idle-refresh", "10m"));
        await _plane.ConnectsAsync("a");
    }

    public async Task DisposeAsync()
    {
        await _plane.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_storm_of_renames_ends_with_the_last_name_and_costs_no_connection()
    {
        for (var done = 0; done < Renames; done += RenamesInALine)
        {
            await RunAsync(Enumerable.Range(done, RenamesInALine).Select(number => Rename($"n{number}")));
        }

        await BecomesTrueAsync();
        await Eventually.TrueAsync(
            () => _plane.EventsOf<WindowRenamed>("a").LastOrDefault(renamed => renamed.Name != "tail")?.Name == $"n{Renames - 1}", "the last name is told, to a reader who comes behind the tree");
        _plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Windows_made_and_ended_by_the_hundred_leave_a_tree_that_is_the_listing()
    {
        for (var made = 0; made < Windows; made++)
        {
            await RunAsync([TmuxCommandLine.Of("new-window", "-d", "-t", "=user:", "-n", $"w{made}", "tail", "-f", "/dev/null")]);
            if (made % 3 != 0)
            {
                await RunAsync([TmuxCommandLine.Of("kill-window", "-t", $"=user:=w{made}")]);
            }
        }

        await BecomesTrueAsync();
        _plane.EventsOf<ServerConnected>("a").Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_change_of_a_burst_at_any_moment_is_lost()
    {
        var random = new Random(7);
        for (var burst = 0; burst < Bursts; burst++)
        {
            var last = "";
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                await RunAsync([Rename(last = $"b{burst}-{change}")]);
                await SpinAsync(random.Next(3000));
            }

            // Nothing but a hint tells it: no listing is due for minutes.
            await Eventually.TrueAsync(async () => (await TreeAsync()).Sessions[0].Windows[0].Name == last, $"burst {burst} is seen");
        }
    }

    // Up to some milliseconds, so that changes fall before, into and behind listings.
    private static async Task SpinAsync(int yields)
    {
        for (var i = 0; i < yields; i++)
        {
            await Task.Yield();
        }
    }

    private static TmuxCommandLine Rename(string name) => TmuxCommandLine.Of("rename-window", "-t", "=user:", "--", name);

    private async Task RunAsync(IEnumerable<TmuxCommandLine> lines)
    {
        var result = await _client.RunAsync(new TmuxServerAddress(_sandbox.Socket("a"), null), TmuxCommandLine.Join(lines), TmuxRunOptions.Default, default);
        result.ShouldBeOfType<TmuxResult.Exited>().Status.ShouldBe(0, $"{result}");
    }

    private async Task BecomesTrueAsync()
    {
        var user = new UserOfTmux(_sandbox, "a", new Random(1));
        var listed = Names((await user.ListAsync()).Windows.Values.Select(window => $"{window.Id} {window.Name}"));
        await Eventually.TrueAsync(
            async () => Names((await TreeAsync()).Sessions.SelectMany(session => session.Windows).Select(window => $"{window.Id} {window.Name}")) == listed,
            "the tree is what tmux lists");
    }

    private async Task<ServerTree> TreeAsync() => (await _plane.Plane.GetTreeAsync(new("a"), default)).ShouldBeOfType<TreeOutcome.Known>().Tree;

    private static string Names(IEnumerable<string> windows) =>
        string.Join('\n', windows.Where(window => !window.EndsWith(" tail", StringComparison.Ordinal)).Order(StringComparer.Ordinal)) + windows.Count().ToString(CultureInfo.InvariantCulture);
}
