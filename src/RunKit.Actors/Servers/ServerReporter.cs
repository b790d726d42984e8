using Akka.Event;
using RunKit.Actors.Plane;

namespace RunKit.Actors.Servers;

/// <summary>
/// What one server's actor tells the plane: its view whenever that changes, and each event once, whatever notices it first. Used by that
/// actor alone.
/// </summary>
internal sealed class ServerReporter(
    ServerName server, SocketPath socket, ServerMemory memory, PlaneSettings settings, IActorRef plane, TimeProvider time, ILoggingAdapter log)
{
    private ServerStatus _status = ServerStatus.BackingOff;
    private BackoffReason? _backoff;
    private (ServerReason? Reason, string? Error) _told;
    private DateTimeOffset _since = time.GetUtcNow();

    /// <summary>Dials that have failed since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>How the last connection ended; null when it is not known, or was another generation's.</summary>
    public ConnectionEnd? LastEnd { get; set; }

    /// <summary>Why the server was last not connected; null since it has been.</summary>
    public BackoffReason? Backoff => _backoff;

    /// <summary>What makes the socket file again.</summary>
    public string SocketRemedy => $"kill -USR1 {memory.Process?.Pid} makes it again";

    public void BackOff(BackoffReason reason)
    {
        _backoff = reason;
        Move(ServerStatus.BackingOff, reason.Reason, reason.Error);
    }

    // The reason for which there was no connection stands until there is one.
    public void Dial() => Move(ServerStatus.Dialing, _told.Reason, _told.Error);

    /// <summary>Connected, with whatever may be wrong with that: nothing answers, or the socket is gone.</summary>
    public void Connect()
    {
        _backoff = null;
        var (reason, error) = (memory.Unanswered, memory.SocketLost) switch
        {
            ({ } silence, _) => ((ServerReason?)ServerReason.Unresponsive, silence),
            (_, true) => (ServerReason.Vanished, $"its socket is gone; {SocketRemedy}"),
            _ => (null, (string?)null),
        };
        Move(ServerStatus.Connected, reason, error);
    }

    /// <summary>This is the server, and how it was found.</summary>
    public void Identified(DialReport report)
    {
        if (memory.Generation is { } earlier && earlier != report.Generation)
        {
            Lost(new ProbeVerdict.Alive(report.Generation.Pid));
        }

        memory.Generation = report.Generation;
        memory.Process = report.Process;
        memory.Version = report.Version;
        memory.Guard = report.Guard;
        memory.State = report.State;
        memory.AsOf = time.GetUtcNow();
        memory.Ended = null;
    }

    /// <summary>A connection stands; what has changed since <paramref name="before"/>, of the same generation, is published.</summary>
    public void Connected(DialReport report, ServerState? before)
    {
        Failures = 0;
        LastEnd = null;
        memory.Releasing = false;
        memory.Unanswered = null;
        Appeared("alive");
        Connect();
        Reachable();
        Publish(report.Generation, new ServerConnected(report.Version, report.Guard));
        if (before is not null)
        {
            Changed(before, report.State);
        }
    }

    /// <summary>Tells the plane how things are, though nothing has changed.</summary>
    public void Report() => Publish(memory.Generation);

    /// <summary>Tells what happened, with the view as it is now. Events belong to <paramref name="generation"/>.</summary>
    public void Publish(ServerGeneration? generation, params ImmutableArray<ServerEvent> events) =>
        plane.Tell(new PlaneProtocol.ServerReport(settings.Node, View(), generation, events));

    public void Appeared(string status)
    {
        if (!memory.Announced)
        {
            memory.Announced = true;
            Publish(memory.Generation, new ServerAppeared(status));
        }
    }

    /// <summary>Publishes what is different between two listings.</summary>
    public void Changed(ServerState before, ServerState after)
    {
        var events = StateDiff.Between(before, after);
        if (!events.IsEmpty)
        {
            memory.Revision++;
            Publish(memory.Generation, events);
        }
    }

    /// <summary>The known generation has ended. What was known of it is forgotten.</summary>
    public void Lost(ProbeVerdict verdict)
    {
        if (memory.Generation is not { } lost)
        {
            return;
        }

        var killed = memory.KillRequested is { } target && target == memory.Process;
        var loss = Loss.From(killed, LastEnd, verdict);
        log.Info("server {0} lost, generation {1}: {2} ({3})", server, lost, loss.Cause, loss.Evidence);
        memory.Forget();
        memory.Ended = new ServerEnd(loss.Cause, loss.Evidence, time.GetUtcNow(), killed ? memory.KillRequestedBy : null);
        LastEnd = null;
        Publish(lost, new ServerLost(loss.Cause, loss.Evidence));
    }

    public void Unreachable(UnreachableReason reason, string detail)
    {
        if (!memory.Unreachable)
        {
            memory.Unreachable = true;
            Publish(memory.Generation, new ServerUnreachable(reason, detail));
        }
    }

    public void Reachable()
    {
        if (memory.Unreachable)
        {
            memory.Unreachable = false;
            memory.Unanswered = null;
            Connect();
            Publish(memory.Generation, new ServerReachable());
        }
    }

    public void SocketLost()
    {
        if (!memory.SocketLost)
        {
            memory.SocketLost = true;
            Publish(memory.Generation, new ServerSocketLost(SocketRemedy));
        }
    }

    /// <summary>Why there is nothing better to say, in one line.</summary>
    public string Describe() => _told.Error ?? (_told.Reason is { } reason ? KebabCase.Of(reason) : KebabCase.Of(_status));

    public TreeOutcome Tree() => memory is { Generation: { } generation, AsOf: { } asOf }
        ? new TreeOutcome.Known(ServerTree.From(
            settings.Node, server.Value, generation, memory.Revision, asOf, memory.State))
        : new TreeOutcome.NotKnown($"nothing has been read from {server}: {Describe()}");

    private void Move(ServerStatus status, ServerReason? reason, string? error)
    {
        // A dial in between, as a dead server gets one every few seconds, changes nothing.
        if (_told.Reason != reason || (_status == ServerStatus.Connected) != (status == ServerStatus.Connected))
        {
            _since = time.GetUtcNow();
        }

        (_status, _told) = (status, (reason, error));
        Report();
    }

    private ServerView View()
    {
        var counts = memory.State.Counts();
        return new ServerView(
            settings.Node, server.Value, socket.Value, _status, _told.Reason, _told.Error, memory.Generation, memory.Version, memory.Guard,
            counts.Sessions, counts.Windows, counts.Panes, Failures, _since, memory.Revision)
        {
            Clients = memory.State.Clients.Count,
            AttachTarget = memory.State.AttachTarget,
            Ended = memory.Ended,
        };
    }
}
