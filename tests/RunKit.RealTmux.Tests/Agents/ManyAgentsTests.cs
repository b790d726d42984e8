using System.Diagnostics;
using System.Globalization;
using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Agents;
using RunKit.Tmux.Identity;
using Xunit.Abstractions;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>
/// Many agents at once, and what it costs to look at them; <c>RK_AGENTS</c> says how many. The figures are printed: half of the agents turn a spinner in
/// their title five times a second, the others show their input and do nothing.
/// </summary>
public sealed class ManyAgentsTests(ITestOutputHelper output)
{
    private const string Spinner = """
        #!/bin/bash
        # comm is the name of this file
        stty -icanon -echo
        cat "$1"
        exec 3<>"$3"
        if [ "$2" = spin ]; then
          while :; do for c in ⠂ ⠐; do printf '\033]2;%s work\033\\' "$c"; read -r -t 0.2 -u 3 x; done; done
        fi
        read -r -u 3 x

        """;

    private static readonly int Agents = Length.Of("RK_AGENTS", usual: 12, extended: 200);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(Length.Of("RK_AGENTS_SECONDS", usual: 3, extended: 20));

    [Fact]
    public async Task Each_of_many_agents_is_as_it_is()
    {
        await using var sandbox = new TmuxSandbox();
        var server = await sandbox.StartAsync("a", "user", "tail", "-f", "/dev/null");
        await sandbox.TmuxAsync("a", "set-environment", "-g", "LC_ALL", "C.UTF-8");
        await StartAgentsAsync(sandbox);
        await using var host = await PlaneHost.StartAsync(sandbox);
        await host.ConnectsAsync("a");

        await MeasureAsync("nobody asks", server.Pid);
        using var end = new CancellationTokenSource();
        var asks = host.Plane.WaitAsync(new PaneAddress(new ServerName("a"), new PaneId(0)), new WaitRequest { Agent = "failed" }, end.Token);
        await Eventually.TrueAsync(
            async () =>
            {
                var report = await host.Plane.GetAgentsAsync(all: false, CancellationToken.None);
                return report.Agents.Count(agent => agent.State.Status == AgentStatus.Working) == Agents / 2
                    && report.Agents.Count(agent => agent.State.Status == AgentStatus.Idle) == Agents - (Agents / 2);
            },
            "half of them work, and half are idle");
        await Task.Delay(TimeSpan.FromSeconds(10));
        await MeasureAsync("somebody asks", server.Pid);

        host.EventsOf<AgentStateChanged>("a").ShouldNotContain(changed => changed.State.Status == AgentStatus.Waiting);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asks);
    }

    private static async Task StartAgentsAsync(TmuxSandbox sandbox)
    {
        var program = Path.Combine(sandbox.Root, "claude");
        await File.WriteAllTextAsync(program, Spinner);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var screen = Path.Combine(sandbox.Root, "screen");
        await File.WriteAllTextAsync(screen, Screens.ClaudeIdle);
        var fifo = Path.Combine(sandbox.Root, "never");
        await sandbox.RunAsync("mkfifo", [fifo]);
        for (var agent = 0; agent < Agents; agent++)
        {
            await sandbox.TmuxAsync("a", "new-window", "-d", program, screen, agent % 2 == 0 ? "idle" : "spin", fifo);
        }
    }

    private async Task MeasureAsync(string what, int server)
    {
        var (ours, theirs, began) = (Process.GetCurrentProcess().TotalProcessorTime, Ticks(server), Stopwatch.GetTimestamp());
        await Task.Delay(Span);
        var took = Stopwatch.GetElapsedTime(began);
        var (us, it) = ((Process.GetCurrentProcess().TotalProcessorTime - ours) / took, TimeSpan.FromMilliseconds(10 * (Ticks(server) - theirs)) / took);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Agents} agents, {what}: this process {us:P1} of a core, the server {it:P1}"));
    }

    private static long Ticks(int pid)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
