using System.Globalization;
using Akka.Event;
using RunKit.Actors.Scheduling;
using RunKit.Actors.Servers;

namespace RunKit.Actors.Plane;

/// <summary>
/// The one place where all servers' lives come together: it numbers what happens, keeps the last of it, keeps a view of every server and
/// finds the actor that a command is for. Readers ask for pages, so a slow one costs nothing but its own lag.
/// </summary>
internal sealed class PlaneActor : ReceiveActor, IWithTimers
{
    private const int PageSize = 512;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    // Readers ask again within this, or have gone.
    private static readonly TimeSpan ReadersCheck = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PlaneSettings _settings;
    private readonly IPlaneInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly EventLog _events;
    private readonly SortedDictionary<string, Row> _servers = new(StringComparer.Ordinal);
    private readonly List<Waiter> _waiters = [];
    private ImmutableArray<ServerView> _unmanageable = [];
    private DateTimeOffset? _lastRead;

    public PlaneActor(PlaneSettings settings, IPlaneInstruments instruments, TimeProvider time)
    {
        (_settings, _instruments, _time) = (settings, instruments, time);
        _events = new EventLog(NewEpoch(), settings.EventBuffer);
        Receive<PlaneProtocol.ServerReport>(OnReport);
        Receive<PlaneProtocol.UnmanageableSockets>(sockets => OnUnmanageable(sockets.Views));
        Receive<PlaneProtocol.GetServers>(_ => Sender.Tell(new PlaneProtocol.Servers(_settings.Node, Views())));
        Receive<PlaneProtocol.GetEvents>(OnGetEvents);
        Receive<PlaneProtocol.WaitOver>(_ => OnWaitOver(Clock));
        Receive<PlaneProtocol.ReadersCheckDue>(_ => OnReadersCheckDue());
        Receive<Terminated>(terminated => OnTerminated(terminated.ActorRef));
        Receive<ServerProtocol.Kill>(kill => Route(kill.Server, kill, known => KillNotDone(kill.Server, known)));
        Receive<ServerProtocol.Execute>(execute => Route(execute.Server, execute, known => NotSent(execute.Server, known)));
        Receive<ServerProtocol.GetTree>(get => Route(get.Server, get, known => NoTree(get.Server, known)));
        Receive<ServerProtocol.Release>(release => Route(release.Server, release, known => NotSent(release.Server, known)));
        Receive<ServerProtocol.Guard>(guard => Route(guard.Server, guard, known => NotSent(guard.Server, known)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    // Durations are measured on a clock that nobody sets.
    private DateTimeOffset Clock => DateTimeOffset.UnixEpoch + _time.GetMonotonicTime();

    public static Props Props(PlaneSettings settings, IPlaneInstruments instruments, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PlaneActor(settings, instruments, time));

    // Whatever was known is gone with the old epoch; every server is asked to say it again.
    protected override void PreStart()
    {
        _instruments.Began();
        Context.Parent.Tell(new PlaneProtocol.PlaneStarted(_settings.Node));
    }

    // Who waits asks again, and then learns of the new epoch.
    protected override void PostStop()
    {
        foreach (var waiter in _waiters)
        {
            waiter.Reader.Tell(Nothing(waiter));
        }
    }

    private void OnReport(PlaneProtocol.ServerReport report)
    {
        var removed = false;
        foreach (var what in report.Events)
        {
            removed |= what is ServerRemoved;
            _events.Append(id => new ServerHappening(
                id, Now, _settings.Node, new ServerName(report.View.Name), report.Generation, report.View.Revision, what));
        }

        _instruments.Happened(report.Events);
        var before = _servers.GetValueOrDefault(report.View.Name)?.View.Status;
        _instruments.Moved(before, removed ? null : report.View.Status);
        if (removed)
        {
            _servers.Remove(report.View.Name);
        }
        else
        {
            _servers[report.View.Name] = new Row(report.View, Context.Watch(Sender));
        }

        if (!report.Events.IsEmpty)
        {
            AnswerWaiters();
        }
    }

    private void OnUnmanageable(ImmutableArray<ServerView> sockets)
    {
        _unmanageable = sockets;
        _instruments.CannotManage(sockets.Length);
    }

    private void OnGetEvents(PlaneProtocol.GetEvents get)
    {
        if (get.After is null)
        {
            Sender.Tell(new PlaneProtocol.EventPage(_settings.Node, [], _events.Last));
            return;
        }

        if (_lastRead is null)
        {
            TellReaders(anybody: true);
            Timers.StartPeriodicTimer(nameof(PlaneProtocol.ReadersCheckDue), new PlaneProtocol.ReadersCheckDue(), ReadersCheck);
        }

        _lastRead = Clock;
        var waiter = new Waiter(Sender, get.After, Clock + get.MaxWait);
        if (!TryAnswer(waiter))
        {
            _waiters.Add(waiter);
            ScheduleWaitOver();
        }
    }

    private void OnReadersCheckDue()
    {
        if (_waiters.Count == 0 && Clock - _lastRead >= ReadersCheck)
        {
            _lastRead = null;
            Timers.Cancel(nameof(PlaneProtocol.ReadersCheckDue));
            TellReaders(anybody: false);
        }
    }

    private void TellReaders(bool anybody) => Context.Parent.Tell(new ServerProtocol.EventsAreRead(_settings.Node, anybody));

    private bool TryAnswer(Waiter waiter)
    {
        if (_events.Behind(waiter.After, PageSize) is not { } page)
        {
            page = [new PlaneResync(_events.Last, Now, _settings.Node)];
        }

        if (page.IsEmpty)
        {
            return false;
        }

        waiter.Reader.Tell(new PlaneProtocol.EventPage(_settings.Node, page, page[^1].Id));
        return true;
    }

    private void AnswerWaiters() => _waiters.RemoveAll(TryAnswer);

    private void OnWaitOver(DateTimeOffset now)
    {
        foreach (var waiter in _waiters.Where(waiter => waiter.Until <= now))
        {
            waiter.Reader.Tell(Nothing(waiter));
        }

        _waiters.RemoveAll(waiter => waiter.Until <= now);
        ScheduleWaitOver();
    }

    private PlaneProtocol.EventPage Nothing(Waiter waiter) => new(_settings.Node, [], waiter.After);

    private void ScheduleWaitOver()
    {
        if (_waiters.Count > 0)
        {
            var next = _waiters.Min(waiter => waiter.Until) - Clock;
            Timers.StartSingleTimer(nameof(PlaneProtocol.WaitOver), new PlaneProtocol.WaitOver(), next > Shortest ? next : Shortest);
        }
    }

    // An actor that kept failing was stopped; until it is made anew its row stands, and nobody is behind it.
    private void OnTerminated(IActorRef actor)
    {
        if (_servers.FirstOrDefault(row => actor.Equals(row.Value.Actor)) is { Key: { } name, Value: var row })
        {
            _servers[name] = row with { Actor = null };
        }
    }

    private void Route(ServerName server, object message, Func<bool, object> nobody)
    {
        var known = _servers.TryGetValue(server.Value, out var row);
        if (row?.Actor is { } actor)
        {
            actor.Forward(message);
        }
        else
        {
            _log.Debug("nobody minds a server named {0}", server);
            Sender.Tell(nobody(known));
        }
    }

    private ServerProtocol.KillEnded KillNotDone(ServerName server, bool known) =>
        new(_settings.Node, server, known ? new KillOutcome.Refused(Unminded(server)) : new KillOutcome.UnknownServer());

    private ServerProtocol.Executed NotSent(ServerName server, bool known) =>
        new(_settings.Node, server, new CommandOutcome.NotSent(known ? Unminded(server) : $"there is no server named {server}"));

    private ServerProtocol.TreeRead NoTree(ServerName server, bool known) =>
        new(_settings.Node, server, known ? new TreeOutcome.NotKnown(Unminded(server)) : new TreeOutcome.UnknownServer());

    private static string Unminded(ServerName server) => $"the actor that minds {server} kept failing; it is made anew within 30 s";

    private ImmutableArray<ServerView> Views() =>
        [.. _servers.Values.Select(row => row.View).Concat(_unmanageable).OrderBy(view => view.Name, StringComparer.Ordinal)];

    private string NewEpoch() => Now.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture)
        + Random.Shared.Next(0, 0x10000).ToString("x4", CultureInfo.InvariantCulture);

    private sealed record Row(ServerView View, IActorRef? Actor);

    private sealed record Waiter(IActorRef Reader, EventId After, DateTimeOffset Until);
}
