using System.Diagnostics;
using RunKit.Tmux.Connection;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Peer;
using RunKit.Tmux.Processes.Connections;
using Xunit.Abstractions;

namespace RunKit.Tmux.Processes.Tests.Connections;

/// <summary>
/// Sessions are renamed as fast as the server can while it is dialled again and again: what crashes tmux before 3.7 when a notification
/// falls between a control client's flags and the end of its introduction. <c>STORM_DIALS</c> makes it longer.
/// </summary>
public sealed class NotificationStormTests(ITestOutputHelper output)
{
    private const int MostUntilCaught = 300;

    private static readonly int Dials = int.TryParse(Environment.GetEnvironmentVariable("STORM_DIALS"), out var dials) ? dials : 200;

    [OldTmuxFact]
    public async Task A_server_lives_through_dials_over_its_own_socket()
    {
        await using var bench = new Bench(transport: DialTransport.Auto);
        var survived = await DialAsync(bench, Dials);

        survived.ShouldBe(Dials);
        bench.Sandbox.OwnClients().ShouldBeEmpty();
    }

    // How soon it crashes is chance.
    [OldTmuxFact(Long = true)]
    public async Task The_same_storm_crashes_a_server_that_is_dialled_by_its_own_client()
    {
        await using var bench = new Bench();
        var survived = await DialAsync(bench, MostUntilCaught);

        survived.ShouldBeLessThan(MostUntilCaught);
    }

    private async Task<int> DialAsync(Bench bench, int dials)
    {
        var server = await bench.StartAsync("a");
        await using var storm = new Storm(await bench.ConnectAsync("a"));
        var survived = 0;
        while (survived < dials && bench.Sandbox.Processes.Lives(server))
        {
            if (await bench.DialAsync("a") is DialOutcome.Connected { Connection: var connection })
            {
                survived++;
                await connection.DisposeAsync();
            }
        }

        output.WriteLine($"{survived} dials survived, {storm.Renamed} renames beside them");
        storm.Renamed.ShouldBeGreaterThan(survived, "it stormed");
        return survived;
    }

    /// <summary>A client that renames a session on and on until it is disposed of or its server dies.</summary>
    private sealed class Storm : IAsyncDisposable
    {
        private const int AtOnce = 64;

        private readonly CancellationTokenSource _stop = new();
        private readonly IServerConnection _connection;
        private readonly Task _all;
        private int _renamed;

        public Storm(IServerConnection connection)
        {
            _connection = connection;
            _all = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RenameAsync()));
        }

        public int Renamed => _renamed;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _all;
            _stop.Dispose();
        }

        private async Task RenameAsync()
        {
            var stop = _stop.Token;
            while (!stop.IsCancellationRequested)
            {
                var rename = new TmuxCommand("rename-session", "-t", "$0:", $"s{Interlocked.Increment(ref _renamed)}");
                if (await _connection.ExecuteAsync(rename, "storm", CancellationToken.None) is not CommandOutcome.Completed)
                {
                    return;
                }
            }
        }
    }
}

/// <summary>A test of what tmux before 3.7 does, where it can be told from what the other transport does.</summary>
internal sealed class OldTmuxFactAttribute : FactAttribute
{
    private readonly string? _skip;

    public OldTmuxFactAttribute()
    {
        using var tmux = Process.Start(new ProcessStartInfo("tmux", ["-V"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var version = tmux.StandardOutput.ReadToEnd().Trim().Split(' ')[^1];
        _skip = PeerProtocol.IsSpokenBy(version) ? null : $"tmux {version} is dialled by a process only, or does not crash";
    }

    /// <summary>Whether it runs in <c>./test --long</c> only.</summary>
    public bool Long { get; set; }

    public override string? Skip => _skip
        ?? (Long && Environment.GetEnvironmentVariable("TEST_LONG") != "1" ? "its outcome is chance; ./test --long runs it" : null);
}
