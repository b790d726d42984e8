using System.Collections.Concurrent;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.RealTmux.Tests.Stress;

/// <summary>
/// Kills servers while they are being dialled, many at once, at moments drawn from a seed, and looks whether any of them lives again.
/// Where the dialer starts processes every fourth one is killed where it matters most: after the probe that said alive, before the dialer's process starts.
/// Each server is killed once and its name is never used again, so a process that listens on its socket afterwards was raised from the dead.
/// </summary>
internal sealed class KillRace(TmuxSandbox sandbox, int seed, bool startsProcesses)
{
    private const int Lanes = 6;

    // Around the dial's whole length: before its probe, through the look at a newborn, the process's start and the handshake, to behind it.
    private static readonly (int From, int To) KillAfter = (-15, 60);

    private const int AimedOneIn = 4;

    private readonly ConcurrentDictionary<string, ProbeVerdict> _atStart = new();
    private readonly ConcurrentDictionary<string, ProcessIdentity> _aimed = new();
    private readonly ConcurrentBag<Round> _rounds = [];
    private int _begun;

    /// <summary>What a dialer under test tells of each process that it is about to start: the server may be dead already.</summary>
    public void OnSpawn(string server)
    {
        if (_aimed.TryRemove(server, out var process))
        {
            sandbox.KillHard(process);
            SpinWait.SpinUntil(() => !sandbox.Processes.Lives(process), Eventually.DefaultLimit);
        }

        _atStart.TryAdd(server, SocketProbe.Probe(sandbox.Socket(server)));
    }

    /// <summary>Races until so many servers have been killed, or until one has been raised, when that is enough.</summary>
    public async Task<RaceReport> RunAsync(IServerDialer dialer, int kills, bool untilRaised = false)
    {
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => LaneAsync(dialer, kills, untilRaised, new Random((seed * 1000) + lane))));

        // Whoever comes late is seen here.
        return new RaceReport(
            _rounds.Count,
            _rounds.Count(round => !round.Attached && _atStart.ContainsKey(round.Server)),
            _rounds.Count(round => _atStart.TryGetValue(round.Server, out var verdict) && verdict is ProbeVerdict.Refused),
            _rounds.Count(round => round.Attached),
            [.. _rounds.Where(round => !round.Died).Select(round => round.Server).Order(StringComparer.Ordinal)],
            [.. _rounds.Where(round => IsRaised(round.Server, round.Killed)).Select(round => round.Server).Order(StringComparer.Ordinal)]);
    }

    private async Task LaneAsync(IServerDialer dialer, int kills, bool untilRaised, Random random)
    {
        while (Interlocked.Increment(ref _begun) is var number && number <= kills && !(untilRaised && _rounds.Any(round => round.Raised)))
        {
            double? killAfter = startsProcesses && number % AimedOneIn == 0 ? null : random.Next(KillAfter.From * 10, KillAfter.To * 10) / 10.0;
            _rounds.Add(await RoundAsync(dialer, $"r{number}", killAfter));
        }
    }

    private async Task<Round> RoundAsync(IServerDialer dialer, string name, double? killAfter)
    {
        var server = await sandbox.StartAsync(name, options: ["tail", "-f", "/dev/null"]);
        if (killAfter is not { } milliseconds)
        {
            _aimed[name] = server;
            return new Round(name, server, await DialAsync(dialer, sandbox.Socket(name)), await DiesAsync(server), IsRaised(name, server));
        }

        var dial = AfterAsync(-milliseconds, () => DialAsync(dialer, sandbox.Socket(name)));
        var kill = AfterAsync(milliseconds, () => sandbox.TryTmuxAsync(name, "kill-server"));
        var attached = await dial;
        await kill;
        return new Round(name, server, attached, await DiesAsync(server), IsRaised(name, server));
    }

    private async Task<bool> DiesAsync(ProcessIdentity server)
    {
        try
        {
            await Eventually.TrueAsync(() => !sandbox.Processes.Lives(server), "it has died of kill-server");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // A pane's process may hold the dead server's socket for a moment, between its fork and its exec; that is no life.
    private bool IsRaised(string name, ProcessIdentity killed) =>
        SocketProbe.Probe(sandbox.Socket(name)) is ProbeVerdict.Alive alive
        && sandbox.Processes.Find(alive.Pid) is { Identity: var listener }
        && listener != killed;

    // Like a plane it dials again when a connection has ended, until a dial fails. What counts is how the first one ended.
    private static async Task<bool> DialAsync(IServerDialer dialer, SocketPath socket)
    {
        var attached = false;
        while (await dialer.DialAsync(new DialRequest(socket, GuardPolicy.Floor), CancellationToken.None) is DialOutcome.Connected connected)
        {
            attached = true;
            connected.Connection.TryClaim();
            await connected.Connection.Closed;
            await connected.Connection.DisposeAsync();
        }

        return attached;
    }

    private static async Task<T> AfterAsync<T>(double milliseconds, Func<Task<T>> act)
    {
        if (milliseconds > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
        }

        return await act();
    }

    private sealed record Round(string Server, ProcessIdentity Killed, bool Attached, bool Died, bool Raised);
}

/// <summary>What came of a race.</summary>
/// <param name="Kills">Servers that were killed.</param>
/// <param name="Between">Of these, killed between the dial's probe, which said alive, and its attachment, which never came.</param>
/// <param name="BeforeStart">Of those, dead already when the dialer's process was about to start: where a careless dialer raises them.</param>
/// <param name="Attached">Killed after the attachment, or never reached by it.</param>
/// <param name="Undead">The servers that were told to end and did not.</param>
/// <param name="Raised">The servers that lived again.</param>
internal sealed record RaceReport(int Kills, int Between, int BeforeStart, int Attached, IReadOnlyList<string> Undead, IReadOnlyList<string> Raised)
{
    public override string ToString() =>
        $"{Kills} kills, {Between} between probe and attachment ({BeforeStart} of them before tmux was started), {Attached} attached, "
        + $"undead: [{string.Join(' ', Undead)}], raised: [{string.Join(' ', Raised)}]";
}
