using System.Collections.Immutable;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Testing.Fakes;

/// <summary>
/// What a dialer meets at one socket. By default a dial ends as a real one would: attached while somebody listens, dead when nobody does.
/// </summary>
public sealed class FakeServer
{
    private readonly FakeProcesses _processes;
    private ProbeVerdict _verdict = new ProbeVerdict.Absent();
    private DialReport? _report;
    private ImmutableList<FakeConnection> _connections = [];
    private Exception? _probeFailure;
    private int _probes;
    private int _sent;

    internal FakeServer(SocketPath socket, FakeProcesses processes)
    {
        Socket = socket;
        _processes = processes;
        Dials = new(Dial);
    }

    public SocketPath Socket { get; }

    /// <summary>The dials, and how they end.</summary>
    public FakeCalls<DialRequest, DialOutcome> Dials { get; }

    /// <summary>The dials that found somebody listening and so would have sent the server something.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>How often somebody only looked. Looks cost nothing.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>What a probe says now. Whatever the test says, nobody listens once the listener's process is gone.</summary>
    public ProbeVerdict Verdict
    {
        get => Volatile.Read(ref _verdict) is var verdict && verdict is ProbeVerdict.Alive alive && !_processes.Has(alive.Pid)
            ? new ProbeVerdict.Refused()
            : verdict;
        set => Volatile.Write(ref _verdict, value);
    }

    /// <summary>What the next dial learns. <see cref="Start"/> sets it.</summary>
    public DialReport Report
    {
        get => Volatile.Read(ref _report) ?? throw new InvalidOperationException("no server was started here");
        set => Volatile.Write(ref _report, value);
    }

    public ServerGeneration Generation => Report.Generation;

    public ProcessIdentity Process => Report.Process;

    /// <summary>Every connection that a dial opened here, in order.</summary>
    public ImmutableList<FakeConnection> Connections => Volatile.Read(ref _connections);

    /// <summary>The newest connection.</summary>
    public FakeConnection Connection => Connections[^1];

    /// <summary>A new generation begins: a process that listens, with a session <c>main</c> and the anchor.</summary>
    public ProcessIdentity Start(int? pid = null)
    {
        var process = _processes.Start(pid);
        Report = new DialReport(
            new ServerGeneration(process.Pid, 1_700_000_000 + process.StartTicks), process, "3.3a", GuardState.Floor,
            FakeState.Of("main", "_rk-ctl"));
        Verdict = new ProbeVerdict.Alive(process.Pid);
        return process;
    }

    /// <summary>This generation ends: nobody listens, the process is gone, its connections end. The file of its socket may have gone before.</summary>
    public void Die(ConnectionEnd end, bool withoutSocket = false)
    {
        Verdict = withoutSocket ? new ProbeVerdict.Absent() : new ProbeVerdict.Refused();
        _processes.End(Process);
        EndConnections(end);
    }

    /// <summary>Connections end; the server does not.</summary>
    public void EndConnections(ConnectionEnd end)
    {
        foreach (var connection in Connections)
        {
            connection.End(end);
        }
    }

    /// <summary>Opens a connection as a dial does, for a dial that the test answers itself.</summary>
    public DialOutcome Connect(DialReport? report = null)
    {
        var connection = new FakeConnection(report ?? Report);
        ImmutableInterlocked.Update(ref _connections, (all, added) => all.Add(added), connection);
        return new DialOutcome.Connected(connection);
    }

    /// <summary>Has the next probe throw, as a port never should.</summary>
    public void ThrowAtNextProbe(Exception failure) => Volatile.Write(ref _probeFailure, failure);

    internal ProbeVerdict Probe()
    {
        Interlocked.Increment(ref _probes);
        return Interlocked.Exchange(ref _probeFailure, null) is { } failure ? throw failure : Verdict;
    }

    internal Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        if (Verdict is ProbeVerdict.Alive alive && _processes.Find(alive.Pid) is { Stopped: false })
        {
            Interlocked.Increment(ref _sent);
        }

        return OfferAsync(Dials.AnswerAsync(request, cancellationToken), cancellationToken);
    }

    private static async Task<DialOutcome> OfferAsync(Task<DialOutcome> dial, CancellationToken cancellationToken)
    {
        var outcome = await dial.ConfigureAwait(false);
        if (outcome is DialOutcome.Connected { Connection: FakeConnection connection })
        {
            connection.BelongTo(cancellationToken);
        }

        return outcome;
    }

    private DialOutcome Dial(DialRequest request) => Verdict switch
    {
        ProbeVerdict.Alive alive when _processes.Find(alive.Pid) is { Stopped: true } stopped =>
            new DialOutcome.Unresponsive(stopped.Identity, Stopped: true, "its process is stopped"),
        ProbeVerdict.Alive => Connect(Report with { Guard = request.Guard == GuardPolicy.Floor ? GuardState.Floor : GuardState.Observe }),
        ProbeVerdict.Refused or ProbeVerdict.Absent => _processes.Lives(request.Known)
            ? new DialOutcome.Vanished()
            : new DialOutcome.ServerDead(Verdict),
        ProbeVerdict.BacklogFull => new DialOutcome.Unresponsive(null, Stopped: false, "it accepts no connections"),
        ProbeVerdict.NotOurs notOurs => new DialOutcome.Failed(UnreachableReason.RefusedAccess, notOurs.Reason),
        ProbeVerdict.Unclear unclear => new DialOutcome.Failed(UnreachableReason.ProtocolError, unclear.Reason),
        _ => throw new InvalidOperationException($"{Verdict} is no verdict that a dial knows"),
    };
}
