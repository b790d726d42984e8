using Akka.Event;
using RunKit.Actors.Scheduling;

namespace RunKit.Actors.Servers;

/// <summary>
/// Keeps the state of one connected server true: a hint from tmux marks it dirty, and one listing is the truth. The first hint is listed at
/// once; those that follow are gathered, so that listing takes a bounded part of the server's time however many there are. What tmux never
/// hints at comes with a listing now and then. A failed listing changes nothing and is tried again.
/// </summary>
internal sealed class MirrorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(1);

    // Between two listings there are at least so many times what the last one took: a fifth of the server's time at most.
    private const int RestFactor = 4;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IServerConnection _connection;
    private readonly MirrorSettings _settings;
    private readonly long _attempt;
    private readonly TimeProvider _time;
    private bool _followed;
    private DateTimeOffset _lastInterest;
    private DateTimeOffset _began;
    private TimeSpan _took;
    private bool _hintAwaited;
    private bool _hintedMeanwhile;

    public MirrorActor(IServerConnection connection, PlaneSettings settings, TimeProvider time, long attempt, bool followed)
    {
        (_connection, _settings, _time, _attempt, _followed) = (connection, settings.Mirror, time, attempt, followed);
        Waiting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // Durations are measured on a clock that nobody sets.
    private DateTimeOffset Clock => DateTimeOffset.UnixEpoch + _time.GetMonotonicTime();

    public static Props Props(IServerConnection connection, PlaneSettings settings, TimeProvider time, long attempt, bool followed) =>
        Akka.Actor.Props.Create(() => new MirrorActor(connection, settings, time, attempt, followed));

    // The dial has listed just now.
    protected override void PreStart()
    {
        _lastInterest = Clock;
        _began = Clock;
        AskForHint();
        StartRefresh();
    }

    private void Waiting()
    {
        Receive<Hinted>(_ => OnHinted());
        Receive<ListDue>(_ => StartListing());
        Receive<Looked>(_ => OnLooked());
        Receive<Followed>(followed => OnFollowed(followed.ByAnybody));
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
        Receive<Looked>(_ => _lastInterest = Clock);
        Receive<Followed>(followed => _followed = followed.ByAnybody);
    }

    private void OnHinted()
    {
        _hintAwaited = false;
        _hintedMeanwhile = false;
        _lastInterest = Clock;
        var rest = _took * RestFactor;
        var gap = rest < _settings.Coalesce ? _settings.Coalesce : rest > _settings.Refresh ? _settings.Refresh : rest;
        var wait = _began + gap - Clock;
        if (wait > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(nameof(ListDue), new ListDue(), wait);
        }
        else
        {
            StartListing();
        }
    }

    private void OnLooked()
    {
        var wasBusy = IsBusy;
        _lastInterest = Clock;
        RefreshSooner(wasBusy);
    }

    private void OnFollowed(bool byAnybody)
    {
        var wasBusy = IsBusy;
        _followed = byAnybody;
        RefreshSooner(wasBusy);
    }

    private void RefreshSooner(bool wasBusy)
    {
        if (!wasBusy && IsBusy)
        {
            StartRefresh();
        }
    }

    // At most one hint is outstanding: the connection conflates them, and the next is asked for when this one is acted on.
    private void StartListing()
    {
        Timers.Cancel(nameof(ListDue));
        _began = Clock;
        AskForHint();
        ListAsync(_connection).PipeTo(Self, Self, failure: cause => new ListingBroke(cause));
        Become(Listing);
    }

    private void EndListing()
    {
        _took = Clock - _began;
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

    private bool IsBusy => _followed || Clock - _lastInterest < BusyFor;

    private void StartRefresh() => Timers.StartSingleTimer(nameof(ListDue), new ListDue(), IsBusy ? _settings.Refresh : UntilIdleRefresh);

    // At a whole second: idle servers are listed together, and in between nothing wakes a thread.
    private TimeSpan UntilIdleRefresh
    {
        get
        {
            var soonest = Clock + _settings.IdleRefresh;
            var late = soonest.Ticks % TimeSpan.TicksPerSecond;
            return _settings.IdleRefresh + TimeSpan.FromTicks(late == 0 ? 0 : TimeSpan.TicksPerSecond - late);
        }
    }

    // Without a deadline: a server that hangs is asked once, and what it is asked it answers when it goes on.
    private static async Task<ListOutcome> ListAsync(IServerConnection connection) =>
        await connection.ListAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Somebody has asked for the state.</summary>
    internal sealed record Looked : INoSerializationVerificationNeeded;

    /// <summary>Whether somebody follows the events.</summary>
    internal sealed record Followed(bool ByAnybody) : INoSerializationVerificationNeeded;

    // The hint that a closed connection never gave may come when nobody is left to take it.
    private sealed record Hinted : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ListingBroke(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record ListDue : INoSerializationVerificationNeeded;
}
