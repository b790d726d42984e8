using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Crash;

/// <summary>What is alive stays alive: nothing that watches a server may make ordinary commands end it. <c>CRASH_SERVERS</c> and <c>CRASH_LINES</c> say how long.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string BothLeave = "join-pane -d -s %2 -t u:0 ; join-pane -d -s %1 -t u:0";

    private static readonly int Servers = Stress.Length.Of("CRASH_SERVERS", usual: 6, extended: 40);
    private static readonly int Lines = Stress.Length.Of("CRASH_LINES", usual: 110, extended: 300);

    private readonly TmuxSandbox _sandbox = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task No_server_that_a_plane_guards_is_lost_whatever_its_user_does()
    {
        var lost = await new CrashDriver(_sandbox, Watchers.PlaneAsync).RunAsync(Servers, Lines);
        lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_server_is_lost_while_its_panes_are_typed_into_waited_at_and_run_beside()
    {
        var lost = await new CrashDriver(_sandbox, Watchers.BusyPlaneAsync).RunAsync(Servers, Lines);
        output.WriteLine(BusyPlane.Outcomes);
        lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_user_ends_a_server_beside_a_control_client()
    {
        // Without it the test above could not fail. A tmux that has been mended is no failure, and says so.
        var lost = await new CrashDriver(_sandbox, Watchers.ControlAsync).RunAsync(Math.Max(Servers, 12), 300, untilLost: true);
        output.WriteLine(lost.Count == 0 ? "this tmux does not have the fault: no server was lost beside a control client" : lost[0]);
        if (await LosesItsLastPanesBesideAsync(Watchers.ControlAsync, "known"))
        {
            lost.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_window_that_loses_all_its_panes_in_one_line_costs_no_server() =>
        (await LosesItsLastPanesBesideAsync(Watchers.PlaneAsync, "a")).ShouldBeFalse();

    private async Task<bool> LosesItsLastPanesBesideAsync(BeginWatch watch, string server)
    {
        var process = await _sandbox.StartAsync(server, Watchers.Kept, "-x", "80", "-y", "24", "tail", "-f", "/dev/null");
        await _sandbox.TmuxAsync(server, "rename-session", "-t", Watchers.Kept, "u");
        await _sandbox.TmuxAsync(server, "new-window", "-d", "-t", "u:1", "tail", "-f", "/dev/null");
        await _sandbox.TmuxAsync(server, "split-window", "-d", "-t", "u:1", "tail", "-f", "/dev/null");
        await _sandbox.TmuxAsync(server, "new-session", "-d", "-s", Watchers.Kept, "tail", "-f", "/dev/null");
        await using var watching = await watch(_sandbox, server);
        if (watch == Watchers.ControlAsync)
        {
            await Eventually.TrueAsync(async () => (await _sandbox.TmuxAsync(server, "list-clients")).Length > 0, "the control client is attached");
        }

        await _sandbox.TryTmuxAsync(server, BothLeave.Split(' '));
        await _sandbox.TryTmuxAsync(server, "list-sessions");
        var isLost = !_sandbox.Processes.Lives(process);
        _sandbox.KillHard(process);
        return isLost;
    }
}
