using System.Globalization;
using Akka.Event;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Servers;

/// <summary>
/// Owns one connection: keeps the state of its server true, and carries commands. A hint from tmux marks the state dirty, and one listing is
/// the truth (<see cref="ListingPace"/> says when). A failed listing changes nothing and is tried again; one that is not answered in time is
/// told to the parent, for a listing is the heartbeat too. When this actor stops, for whatever reason, the connection is closed.
/// </summary>
internal sealed class ConnectionActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IServerConnection _connection;
    private readonly ServerReplies _reply;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly ListingPace _pace;
    private readonly UntoldEnds _untoldEnds = new();
    private bool _listing;
    private bool _hintAwaited;
    private bool _hintedMeanwhile;
    private IActorRef? _releasedFor;
    private ConnectionProtocol.Closed? _closed;

    public ConnectionActor(IServerConnection connection, ServerReplies reply, PlanePorts ports, PlaneSettings settings, bool followed)
    {
        (_connection, _reply, _ports, _settings) = (connection, reply, ports, settings);
        _pace = new ListingPace(settings.Snapshot, ports.Clock()) { Followed = followed };
        Receive<Hinted>(_ => OnHinted());
        Receive<ListDue>(_ => StartListing());
        Receive<ListingLate>(_ => Context.Parent.Tell(new ConnectionProtocol.Unanswered(Silence)));
        Receive<ListingEnded>(ended => OnListingEnded(ended.Outcome));
        Receive<Reaped>(reaped => _log.Debug("asked for how a program ended: {0}", reaped.Outcome));
        Receive<ConnectionProtocol.Looked>(_ => Busier(() => _pace.Interest(_ports.Clock())));
        Receive<ConnectionProtocol.Followed>(followed => Busier(() => _pace.Followed = followed.ByAnybody));
        Receive<ServerProtocol.Execute>(OnExecute);
        Receive<ConnectionProtocol.Guard>(guard => _connection.GuardAsync(CancellationToken.None).PipeTo(guard.Caller, Self, _reply.Executed));
        Receive<ConnectionProtocol.Release>(OnRelease);
        Receive<ConnectionProtocol.Closed>(OnClosed);
        Receive<ConnectionProtocol.Released>(OnReleased);
        Receive<ConnectionProtocol.Close>(_ => CloseAsync().PipeTo(Self, Self, () => new ClosedByUs(), _ => new ClosedByUs()));
        Receive<ClosedByUs>(_ => Context.Stop(Self));
        Receive<Status.Failure>(failure => throw new InvalidOperationException($"a port of {_reply.Server} failed: {failure.Cause.Message}", failure.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private string Silence => $"no answer to a listing within {_settings.Snapshot.Timeout.TotalSeconds:0.#} s";

    public static Props Props(IServerConnection connection, ServerReplies reply, PlanePorts ports, PlaneSettings settings, bool followed) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(connection, reply, ports, settings, followed));

    // The dial has listed just now.
    protected override void PreStart()
    {
        _connection.Closed.PipeTo(Self, Self, end => new ConnectionProtocol.Closed(end));
        AskForHint();
        StartRefresh();
    }

    protected override void PostStop()
    {
        _releasedFor?.Tell(_reply.Executed(new CommandOutcome.Unknown("the connection ended before the release did")));
        _ = CloseAsync();
    }

    private Task CloseAsync() => _connection.DisposeAsync().AsTask();

    private void OnHinted()
    {
        _hintAwaited = false;
        _hintedMeanwhile = _listing;
        if (_listing)
        {
            return;
        }

        var now = _ports.Clock();
        _pace.Interest(now);
        var wait = _pace.UntilHinted(now);
        if (wait > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(nameof(ListDue), new ListDue(), wait);
        }
        else
        {
            StartListing();
        }
    }

    // What makes it a busy server brings the next listing forward.
    private void Busier(Action change)
    {
        var wasBusy = _pace.IsBusy(_ports.Clock());
        change();
        if (!_listing && !wasBusy && _pace.IsBusy(_ports.Clock()))
        {
            StartRefresh();
        }
    }

    // At most one hint is outstanding: the connection conflates them, and the next is asked for when this one is acted on.
    private void StartListing()
    {
        Timers.Cancel(nameof(ListDue));
        Timers.StartSingleTimer(nameof(ListingLate), new ListingLate(), _settings.Snapshot.Timeout);
        _pace.Begin(_ports.Clock());
        _listing = true;

        // Without a deadline: a server that hangs is asked once, and what it is asked it answers when it goes on.
        _connection.ListAsync(CancellationToken.None).PipeTo(Self, Self, outcome => new ListingEnded(outcome));
        AskForHint();
    }

    private void OnListingEnded(ListOutcome outcome)
    {
        if (outcome is ListOutcome.Listed listed)
        {
            Context.Parent.Tell(new ConnectionProtocol.Listed(listed.State, listed.Events));
            AskForEnds(listed.State);
        }
        else if (outcome is ListOutcome.Failed failed)
        {
            _log.Debug("{0}", failed.Reason);
        }

        EndListing();
    }

    // What tmux finds then it hints at. A plane that only observes runs nothing there.
    private void AskForEnds(ServerState state)
    {
        if (_untoldEnds.HasNew(state) && _settings.Guard != GuardPolicy.Observe)
        {
            RunAsync(RunCommands.ReapChildren, new CommandOptions("")).PipeTo(Self, Self, outcome => new Reaped(outcome));
        }
    }

    private void EndListing()
    {
        Timers.Cancel(nameof(ListingLate));
        _listing = false;
        _pace.End(_ports.Clock());
        if (_hintedMeanwhile)
        {
            OnHinted();
        }
        else
        {
            StartRefresh();
        }
    }

    private void AskForHint()
    {
        if (!_hintAwaited)
        {
            _hintAwaited = true;
            _connection.NextHintAsync().PipeTo(Self, Self, () => new Hinted());
        }
    }

    private void StartRefresh() => Timers.StartSingleTimer(nameof(ListDue), new ListDue(), _pace.UntilRefresh(_ports.Clock()));

    private void OnExecute(ServerProtocol.Execute execute)
    {
        if (TmuxCommandLine.Problem(execute.Words) is { } problem)
        {
            Sender.Tell(_reply.NotSent(problem));
            return;
        }

        RunAsync(TmuxCommandLine.Exec(execute.Words), execute.Options).PipeTo(Sender, Self, _reply.Executed);
    }

    private async Task<CommandOutcome> RunAsync(TmuxCommandLine line, CommandOptions options)
    {
        var limit = options.Timeout ?? _settings.CommandTimeout;
        using var deadline = new CancellationTokenSource(limit, _ports.Time);
        var outcome = await _connection.ExecuteAsync(line, options.Caller, options.Input?.AsMemory(), deadline.Token).ConfigureAwait(false);
        return outcome is CommandOutcome.Unknown && deadline.IsCancellationRequested
            ? new CommandOutcome.Unknown(string.Create(CultureInfo.InvariantCulture, $"it did not end within {limit.TotalSeconds:0.###} s"), TimedOut: true)
            : outcome;
    }

    private void OnRelease(ConnectionProtocol.Release release)
    {
        _releasedFor = release.Caller;
        _connection.ReleaseAsync(release.Force, CancellationToken.None)
            .PipeTo(Self, Self, outcome => new ConnectionProtocol.Released(outcome, release.Caller));
    }

    private void OnReleased(ConnectionProtocol.Released released)
    {
        _releasedFor = null;
        Context.Parent.Tell(released);
        if (_closed is not null)
        {
            Context.Parent.Tell(_closed);
        }
    }

    // A release may end the server with it, and how that ended says more.
    private void OnClosed(ConnectionProtocol.Closed closed)
    {
        _closed = closed;
        if (_releasedFor is null)
        {
            Context.Parent.Tell(closed);
        }
    }

    // The hint that a closed connection never gave may come when nobody is left to take it.
    private sealed record Hinted : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ListDue : INoSerializationVerificationNeeded;

    private sealed record ListingEnded(ListOutcome Outcome) : INoSerializationVerificationNeeded;

    private sealed record ListingLate : INoSerializationVerificationNeeded;

    private sealed record Reaped(CommandOutcome Outcome) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ClosedByUs : INoSerializationVerificationNeeded;
}
