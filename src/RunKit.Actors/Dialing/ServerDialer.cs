using System.Diagnostics;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// Dials servers: a probe, and only where something listens one command that identifies the server, lists it and waits. What the guard lacks
/// is put in place, over the same socket, which can only join. Failures come as outcomes.
/// </summary>
public sealed class ServerDialer : IServerDialer, IDisposable
{
    private const string FullBacklog = "it accepts no connections";

    // A server binds its socket before it listens (a refusal right after a CREATE), and closes it before it has exited.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMilliseconds(60);

    // The first session of a new server is to be the user's, or it gets another name and number than it would have.
    private static readonly TimeSpan FirstSessionLimit = TimeSpan.FromSeconds(1);

    // A guard that does not stand after so many attempts will not stand after more.
    private const int MostAttempts = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly ITmuxClient _client;
    private readonly ISocketProbe _probe;
    private readonly IProcessTable _processes;
    private readonly DialSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;

    public ServerDialer(ITmuxClient client, ISocketProbe probe, IProcessTable processes, DialSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_client, _probe, _processes, _settings, _time) = (client, probe, processes, settings, time);
        _slots = new SemaphoreSlim(settings.Parallel);
    }

    public ProbeVerdict Probe(SocketPath socket) => _probe.Probe(socket);

    public async Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Known is { } known && _processes.Find(known.Pid) is { Stopped: true } stopped && stopped.Identity == known)
        {
            // Each connect to a stopped server takes a place in the backlog that its users will need.
            return new DialOutcome.Unresponsive(known, Stopped: true, "its process is stopped");
        }

        var verdict = await ProbeAsync(request, cancellationToken).ConfigureAwait(false);
        return verdict switch
        {
            ProbeVerdict.Alive alive => await JoinAsync(request, alive.Pid, cancellationToken).ConfigureAwait(false),
            ProbeVerdict.Refused or ProbeVerdict.Absent when _processes.Lives(request.Known) => new DialOutcome.Vanished(),
            ProbeVerdict.Refused or ProbeVerdict.Absent => new DialOutcome.ServerDead(verdict),
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
            var verdict = _probe.Probe(request.Socket);
            if (verdict is not (ProbeVerdict.Refused or ProbeVerdict.Absent))
            {
                return verdict;
            }

            var elapsed = _time.GetElapsedTime(start);
            var mayStart = request.JustCreated && elapsed < StartLimit;
            var mayBeEnding = elapsed < EndLimit && _processes.Lives(request.Known);
            if (!mayStart && !mayBeEnding)
            {
                return verdict;
            }

            await Task.Delay(Step, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DialOutcome> JoinAsync(DialRequest request, int pid, CancellationToken cancellationToken)
    {
        if (_processes.Find(pid) is not { } server)
        {
            return new DialOutcome.Failed(UnreachableReason.ProtocolError, $"its process {pid} is ending");
        }

        if (server.Stopped)
        {
            return new DialOutcome.Unresponsive(server.Identity, Stopped: true, "its process is stopped");
        }

        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ConnectAsync(request, server.Identity, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // Disposed while this dial was on its way: nothing waits for a slot any more.
        }
    }

    private async Task<DialOutcome> ConnectAsync(DialRequest request, ProcessIdentity server, CancellationToken cancellationToken)
    {
        var connection = new ServerConnection(_client, _processes, new TmuxServerAddress(request.Socket, server), request.Guard, _settings, _time);
        try
        {
            var outcome = await EstablishAsync(request, server, connection, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (outcome is DialOutcome.Connected)
            {
                connection.Offer(cancellationToken);
                return outcome;
            }

            await connection.DisposeAsync().ConfigureAwait(false);
            if (connection.Guard.HasMadeAnchor)
            {
                await HeldShutdown.EndAsync(_client, _processes, connection.Server, _time, cancellationToken).ConfigureAwait(false);
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<DialOutcome> EstablishAsync(
        DialRequest request, ProcessIdentity server, ServerConnection connection, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var attempts = 0;
        while (true)
        {
            switch (await connection.ReadAsync(cancellationToken, _settings.AnswerTimeout).ConfigureAwait(false))
            {
                case ReadOutcome.Failed failed:
                    return Failure(request, server, failed);
                case ReadOutcome.Read { Reply: { IsReleased: true } reply } when !request.Reguard:
                    return new DialOutcome.Released(Report(reply, server, GuardState.None));
                case ReadOutcome.Read { Reply: var reply } when request.Guard == GuardPolicy.Observe:
                    connection.Report = Report(reply, server, GuardState.Observe);
                    return new DialOutcome.Connected(connection);
                case ReadOutcome.Read { Reply: var reply } when connection.Guard.IsEstablished(reply):
                    connection.Report = Report(reply, server, GuardState.Floor);
                    return new DialOutcome.Connected(connection);
                case ReadOutcome.Read { Reply: var reply } when reply.State.Sessions.IsEmpty && request.JustCreated && _time.GetElapsedTime(begun) < FirstSessionLimit:
                    await Task.Delay(Step, _time, cancellationToken).ConfigureAwait(false);
                    break;
                case ReadOutcome.Read { Reply: var reply }:
                    if (++attempts > MostAttempts)
                    {
                        return new DialOutcome.Failed(UnreachableReason.ProtocolError, "what guards it does not stay in place");
                    }

                    if (await connection.Guard.EstablishAsync(reply, cancellationToken).ConfigureAwait(false) is { } problem)
                    {
                        return Failure(request, server, problem);
                    }

                    break;
            }
        }
    }

    private static DialReport Report(Tmux.Commands.ListingReply reply, ProcessIdentity server, GuardState guard) =>
        new(reply.Generation, server, reply.Version, guard, reply.State);

    // Only a refused connect proves a death, and that is found before any command.
    private DialOutcome Failure(DialRequest request, ProcessIdentity server, ReadOutcome.Failed failed) => failed.Kind switch
    {
        ReadFailure.Dead when _processes.Lives(server) && request.Known != null => new DialOutcome.Vanished(),
        ReadFailure.Dead => new DialOutcome.ServerDead(_probe.Probe(request.Socket)),
        ReadFailure.Unanswered => new DialOutcome.Unresponsive(server, _processes.Find(server.Pid) is { Stopped: true }, failed.Detail),
        ReadFailure.BacklogFull => new DialOutcome.Unresponsive(null, Stopped: false, FullBacklog),
        ReadFailure.NoAccess => new DialOutcome.Failed(UnreachableReason.RefusedAccess, failed.Detail),
        _ => new DialOutcome.Failed(UnreachableReason.ProtocolError, failed.Detail),
    };
}
