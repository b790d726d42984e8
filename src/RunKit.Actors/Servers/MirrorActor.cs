using Akka.Event;

namespace RunKit.Actors.Servers;

/// <summary>
/// Keeps the state of one connected server true: a hint from tmux marks it dirty, hints are gathered for a moment, and one listing is the
/// truth. What tmux never hints at comes with a listing now and then. A failed listing changes nothing and is tried again.
/// </summary>
internal sealed class MirrorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IServerConnection _connection;
    private readonly MirrorSettings _settings;
    private readonly long _attempt;
    private DateTimeOffset _lastHint;
    private bool _hintAwaited;
    private bool _hintedMeanwhile;

    public MirrorActor(IServerConnection connection, PlaneSettings settings, long attempt)
    {
        (_connection, _settings, _attempt) = (connection, settings.Mirror, attempt);
        Waiting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IServerConnection connection, PlaneSettings settings, long attempt) =>
        Akka.Actor.Props.Create(() => new MirrorActor(connection, settings, attempt));

    protected override void PreStart()
    {
        _lastHint = Context.System.Scheduler.Now;
        AskForHint();
        StartRefresh();
    }

    private void Waiting()
    {
        Receive<Hinted>(_ => OnHinted());
        Receive<ListDue>(_ => StartListing());
    }

    private void Listing()
    {
        Receive<Hinted>(_ =>
        {
            _hintAwaited = false;
            _hintedMeanwhile = true;
        });
        Receive<ListOutcome.Listed>(listed =>
        {
            Context.Parent.Tell(new ServerProtocol.StateListed(_attempt, listed.State));
            EndListing();
        });
        Receive<ListOutcome.Failed>(failed =>
        {
            _log.Debug("{0}", failed.Reason);
            EndListing();
        });
        Receive<ListingBroke>(broke =>
        {
            _log.Error(broke.Cause, "a listing broke");
            EndListing();
        });
    }

    private void OnHinted()
    {
        _hintAwaited = false;
        _hintedMeanwhile = false;
        _lastHint = Context.System.Scheduler.Now;
        Timers.StartSingleTimer(nameof(ListDue), new ListDue(), _settings.Coalesce);
    }

    // At most one hint is outstanding: the connection conflates them, and the next is asked for when this one is acted on.
    private void StartListing()
    {
        Timers.Cancel(nameof(ListDue));
        AskForHint();
        ListAsync(_connection).PipeTo(Self, Self, failure: cause => new ListingBroke(cause));
        Become(Listing);
    }

    private void EndListing()
    {
        Become(Waiting);
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

    private void StartRefresh()
    {
        var busy = Context.System.Scheduler.Now - _lastHint < BusyFor;
        Timers.StartSingleTimer(nameof(ListDue), new ListDue(), busy ? _settings.Refresh : _settings.IdleRefresh);
    }

    // Without a deadline: a server that hangs is asked once, and what it is asked it answers when it goes on.
    private static async Task<ListOutcome> ListAsync(IServerConnection connection) =>
        await connection.ListAsync(CancellationToken.None).ConfigureAwait(false);

    // The hint that a closed connection never gave may come when nobody is left to take it.
    private sealed record Hinted : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ListingBroke(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record ListDue : INoSerializationVerificationNeeded;
}
