using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.Processes.Spawning;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>What carries a connection to a server.</summary>
public enum DialTransport
{
    /// <summary>The server's own socket where its version is one that was tried, else a process.</summary>
    Auto,

    /// <summary>Always a tmux process in control mode.</summary>
    Process,
}

/// <summary>How a <see cref="ProcessDialer"/> dials.</summary>
/// <param name="Anchor">The anchor's names.</param>
/// <param name="HandshakeTimeout">How long one client may take from start to attached.</param>
/// <param name="Parallel">How many handshakes may be under way at once, over all servers; 1 or more.</param>
/// <param name="Transport">What carries a connection.</param>
public sealed record DialSettings(AnchorNames Anchor, TimeSpan HandshakeTimeout, int Parallel, DialTransport Transport = DialTransport.Auto)
{
    public static DialSettings Default { get; } = new(AnchorNames.Default, TimeSpan.FromSeconds(5), 8);
}

/// <summary>Dials real servers: a probe, and only when somebody listens one client that joins, guards and lists.</summary>
public sealed class ProcessDialer : IServerDialer, IDisposable
{
    private const string FullBacklog = "it accepts no connections";

    // A server binds its socket before it listens (a refusal right after a CREATE), and closes it before it has exited.
    private static readonly TimeSpan BirthLimit = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan DeathLimit = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly IDialGround _ground;
    private readonly DialSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;

    /// <param name="spawner">Starts the clients.</param>
    /// <param name="tmux">Which tmux they are.</param>
    /// <param name="settings">How to dial.</param>
    /// <param name="time">Deadlines are measured by it.</param>
    public ProcessDialer(TmuxSpawner spawner, TmuxBinary tmux, DialSettings settings, TimeProvider time)
        : this(new LocalGround(spawner, tmux, settings?.Transport ?? DialTransport.Auto, time), settings!, time)
    {
    }

    internal ProcessDialer(IDialGround ground, DialSettings settings, TimeProvider time)
    {
        (_ground, _settings, _time) = (ground, settings, time);
        _slots = new SemaphoreSlim(settings.Parallel);
    }

    public ProbeVerdict Probe(SocketPath socket) => _ground.Probe(socket);

    public async Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Known is { } known && _ground.Processes.Find(known.Pid) is { Stopped: true } stopped && stopped.Identity == known)
        {
            // Each connect to a stopped server takes a place in the backlog that its users will need.
            return new DialOutcome.Unresponsive(known, Stopped: true, "its process is stopped");
        }

        var verdict = await ProbeAsync(request, cancellationToken).ConfigureAwait(false);
        return verdict switch
        {
            ProbeVerdict.Alive alive => await JoinAsync(request, alive.Pid, cancellationToken).ConfigureAwait(false),
            ProbeVerdict.Refused or ProbeVerdict.Absent => _ground.Processes.Lives(request.Known)
                ? new DialOutcome.Vanished()
                : new DialOutcome.ServerDead(verdict),
            ProbeVerdict.BacklogFull => new DialOutcome.Unresponsive(null, Stopped: false, FullBacklog),
            ProbeVerdict.NotOurs notOurs => new DialOutcome.Failed(UnreachableReason.RefusedAccess, notOurs.Reason),
            ProbeVerdict.Unclear unclear => new DialOutcome.Failed(UnreachableReason.ProtocolError, unclear.Reason),
            _ => throw new UnreachableException(),
        };
    }

    public void Dispose() => _slots.Dispose();

    private async Task<ProbeVerdict> ProbeAsync(DialRequest request, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            var verdict = _ground.Probe(request.Socket);
            if (verdict is not (ProbeVerdict.Refused or ProbeVerdict.Absent))
            {
                return verdict;
            }

            var elapsed = _time.GetElapsedTime(start);
            var maybeBorn = request.JustCreated && elapsed < BirthLimit;
            var maybeDying = elapsed < DeathLimit && _ground.Processes.Lives(request.Known);
            if (!maybeBorn && !maybeDying)
            {
                return verdict;
            }

            await Task.Delay(Step, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DialOutcome> JoinAsync(DialRequest request, int pid, CancellationToken cancellationToken)
    {
        if (_ground.Processes.Find(pid) is not { } server)
        {
            return new DialOutcome.Failed(UnreachableReason.ProtocolError, $"its process {pid} is ending");
        }

        if (server.Stopped)
        {
            return new DialOutcome.Unresponsive(server.Identity, Stopped: true, "its process is stopped");
        }

        await _ground.QuietAsync(server.Identity, cancellationToken).ConfigureAwait(false);
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AttachAsync(request, server.Identity, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return new DialOutcome.Failed(UnreachableReason.ProtocolError, $"no client can be made: {e.Message}");
        }
        finally
        {
            ReleaseSlot();
        }
    }

    private void ReleaseSlot()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // Disposed while this dial was on its way: nobody waits for a slot any more.
        }
    }

    private async Task<DialOutcome> AttachAsync(DialRequest request, ProcessIdentity server, CancellationToken cancellationToken)
    {
        var script = new DialScript(_settings.Anchor, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]);
        var arguments = TmuxArguments.JoinInControlMode(request.Socket, script.Commands(request.Guard, request.Reguard));
        cancellationToken.ThrowIfCancellationRequested();
        var client = await _ground.StartAsync(request.Socket, arguments, server.Pid).ConfigureAwait(false);
        var connection = new ControlConnection(client, new Handshake(script, request.Guard), _time);
        try
        {
            using var deadline = new CancellationTokenSource(_settings.HandshakeTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            var result = await connection.Handshake.WaitAsync(either.Token).ConfigureAwait(false);
            return await ConcludeAsync(request, server, connection, result, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var stopped = _ground.Processes.Find(server.Pid) is { Stopped: true };
            return new DialOutcome.Unresponsive(server, stopped, $"no answer within {_settings.HandshakeTimeout.TotalSeconds:0.#} s");
        }
    }

    private async Task<DialOutcome> ConcludeAsync(
        DialRequest request,
        ProcessIdentity server,
        ControlConnection connection,
        HandshakeResult result,
        CancellationToken cancellationToken)
    {
        switch (result)
        {
            case HandshakeResult.Attached attached when attached.Generation.Pid == server.Pid:
                var report = new DialReport(
                    attached.Generation, server, attached.Version, attached.Guard, attached.MadeAnchor, attached.AnchorIsKept, attached.State);
                connection.Offer(report, Farewell(report), cancellationToken);
                return new DialOutcome.Connected(connection);
            case HandshakeResult.Released released:
                await connection.DisposeAsync().ConfigureAwait(false);
                return new DialOutcome.Released(new DialReport(
                    released.Generation, server, released.Version, GuardState.None, MadeAnchor: false, AnchorIsKept: false, released.State));
            case HandshakeResult.Attached:
                await connection.DisposeAsync().ConfigureAwait(false);
                return new DialOutcome.Failed(UnreachableReason.ProtocolError, "another server took the socket during the dial");
            default:
                await connection.DisposeAsync().ConfigureAwait(false);
                return await FailureAsync(request, server, ((HandshakeResult.Failed)result).Words).ConfigureAwait(false);
        }
    }

    private TmuxCommand? Farewell(DialReport report) =>
        report is { Guard: GuardState.Observe, AnchorIsKept: false }
        && report.State.Sessions.Values.FirstOrDefault(session => session.Name == _settings.Anchor.Session) is { } anchor
            ? DialScript.Farewell(anchor.Id)
            : null;

    // tmux's words never prove a death ("server exited unexpectedly" comes from live servers too): only a refused probe does.
    private async Task<DialOutcome> FailureAsync(DialRequest request, ProcessIdentity server, string words)
    {
        var verdict = _ground.Probe(request.Socket);
        if (verdict is ProbeVerdict.Alive && await _ground.EndHeldShutdownAsync(request.Socket, server).ConfigureAwait(false))
        {
            verdict = _ground.Probe(request.Socket);
        }

        switch (verdict)
        {
            case ProbeVerdict.Refused:
                return new DialOutcome.ServerDead(verdict);
            case ProbeVerdict.BacklogFull:
                return new DialOutcome.Unresponsive(null, Stopped: false, FullBacklog);
        }

        var reason = words.Contains("access not allowed", StringComparison.Ordinal)
            ? UnreachableReason.RefusedAccess
            : UnreachableReason.ProtocolError;
        return new DialOutcome.Failed(reason, words);
    }
}
