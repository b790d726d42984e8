using System.Text;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Clients;

namespace RunKit.RealTmux.Tests.Crash;

/// <summary>
/// A user who does at random what ordinary users do to sessions, windows and panes, on servers of their own, with something that watches
/// beside them. Counts the servers that do not live through it. Seeds are fixed, though what ends at the same moment is not.
/// </summary>
internal sealed class CrashDriver(TmuxSandbox sandbox, BeginWatch watch)
{
    private const int MostPanes = 30;
    private const int MostSessions = 6;

    private readonly SocketTmuxClient _client = new(TimeProvider.System);

    /// <summary>Runs so many servers, one after the other, each with so many lines of a user.</summary>
    /// <returns>The servers that were lost, each with the last lines before it.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int servers, int lines, bool untilLost = false)
    {
        List<string> lost = [];
        for (var seed = 0; seed < servers && !(untilLost && lost.Count > 0); seed++)
        {
            if (await RunOneAsync($"s{seed}", new Random(seed), lines) is { } last)
            {
                lost.Add($"seed {seed}: {last}");
            }
        }

        return lost;
    }

    private async Task<string?> RunOneAsync(string server, Random random, int lines)
    {
        var process = await sandbox.StartAsync(server, Watchers.Kept, "-x", "80", "-y", "24", "tail", "-f", "/dev/null");
        await using var watching = await watch(sandbox, server);
        List<string> done = [];
        for (var i = 0; i < lines && sandbox.Processes.Lives(process); i++)
        {
            var panes = await PanesAsync(server);
            if (random.Next(6) == 0 && TwoOfOneWindow(panes, random) is [var one, var other])
            {
                done.Add($"kill -9 of {one.Id} and {other.Id}");
                KillAtOnce([sandbox.Processes.Find(one.Pid), sandbox.Processes.Find(other.Pid)]);
            }
            else
            {
                var words = Something(panes, random);
                done.Add(words);
                await RunAsync(server, TmuxCommandLine.Exec([.. words.Split(' ')]));
            }
        }

        var isLost = !sandbox.Processes.Lives(process);
        sandbox.KillHard(process);
        return isLost ? string.Join(" / ", done.TakeLast(5)) : null;
    }

    private static Pane[] TwoOfOneWindow(Pane[] panes, Random random) =>
        panes.GroupBy(pane => pane.Window).Where(window => window.Count() > 1).ToArray() is { Length: > 0 } several ? [.. several[random.Next(several.Length)].Take(2)] : [];

    private static string Something(Pane[] panes, Random random)
    {
        if (panes.Length == 0)
        {
            return "new-session -d -x 80 -y 24 tail -f /dev/null";
        }

        Pane one = panes[random.Next(panes.Length)], other = panes[random.Next(panes.Length)];
        var sessions = panes.Select(pane => pane.Session).Distinct().Count();
        string[] all =
        [
            panes.Length < MostPanes ? $"split-window -d -t {one.Id} tail -f /dev/null" : $"kill-pane -t {one.Id}",
            panes.Length < MostPanes ? $"new-window -d -t {one.Session}: tail -f /dev/null" : $"kill-window -t {one.Window}",
            sessions < MostSessions ? "new-session -d -x 80 -y 24 tail -f /dev/null" : $"kill-session -t {one.Session}:",
            sessions < MostSessions ? $"new-session -d -t {one.Session}:" : $"kill-session -t {one.Session}:",
            $"kill-pane -t {one.Id}", $"join-pane -d -s {one.Id} -t {other.Id}", $"join-pane -d -s {one.Id} -t {other.Id} ; join-pane -d -s {other.Id} -t {one.Id}",
            $"break-pane -d -s {one.Id}", $"move-window -d -s {one.Window} -t {other.Session}:", $"link-window -d -s {one.Window} -t {other.Session}:",
            $"unlink-window -t {one.Window}", $"swap-window -d -s {one.Window} -t {other.Window}", $"swap-pane -d -s {one.Id} -t {other.Id}",
            $"rename-window -t {one.Window} n{random.Next(100)}", $"rename-session -t {one.Session}: s{random.Next(100)}", $"select-pane -t {one.Id}",
            $"select-window -t {one.Window}", $"respawn-pane -k -t {one.Id} tail -f /dev/null", $"select-layout -t {one.Window} tiled",
        ];
        return all[random.Next(all.Length)];
    }

    private async Task<Pane[]> PanesAsync(string server)
    {
        var result = await RunAsync(server, TmuxCommands.ListPanes("#{session_name} #{session_id} #{window_id} #{pane_id} #{pane_pid}"));
        return result is not TmuxResult.Exited exited ? [] :
        [
            .. Encoding.UTF8.GetString(exited.Output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' '))
                .Where(row => row[0] != Watchers.Kept).Select(row => new Pane(row[1], row[2], row[3], int.Parse(row[4]))).DistinctBy(pane => (pane.Session, pane.Id)),
        ];
    }

    private Task<TmuxResult> RunAsync(string server, TmuxCommandLine line) =>
        _client.RunAsync(new TmuxServerAddress(sandbox.Socket(server), null), line, TmuxRunOptions.Default with { Deadline = TimeSpan.FromSeconds(60) }, CancellationToken.None);

    private void KillAtOnce(IEnumerable<ProcessStatus?> processes)
    {
        foreach (var process in processes.OfType<ProcessStatus>().ToArray())
        {
            sandbox.KillHard(process.Identity);
        }
    }

    private sealed record Pane(string Session, string Window, string Id, int Pid);
}
