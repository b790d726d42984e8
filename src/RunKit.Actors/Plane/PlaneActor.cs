using System.Globalization;
using Akka.Event;
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

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PlaneSettings _settings;
    private readonly EventLog _events;
    private readonly SortedDictionary<string, Row> _servers = new(StringComparer.Ordinal);
    private readonly List<Waiter> _waiters = [];
    private ImmutableArray<ServerView> _unmanageable = [];

    public PlaneActor(PlaneSettings settings)
    {
        _settings = settings;
        _events = new EventLog(NewEpoch(), settings.EventBuffer);
        Receive<PlaneProtocol.ServerReport>(OnReport);
        Receive<PlaneProtocol.UnmanageableSockets>(sockets => _unmanageable = sockets.Views);
        Receive<PlaneProtocol.GetServers>(_ => Sender.Tell(new PlaneProtocol.Servers(_settings.Node, Views())));
        Receive<PlaneProtocol.GetEvents>(OnGetEvents);
        Receive<PlaneProtocol.WaitOver>(_ => OnWaitOver());
        Receive<ServerProtocol.Kill>(kill => Route(kill.Server, kill, () =>
            new ServerProtocol.KillEnded(_settings.Node, kill.Server, new KillOutcome.UnknownServer())));
        Receive<ServerProtocol.Execute>(execute => Route(execute.Server, execute, () => NotSent(execute.Server)));
        Receive<ServerProtocol.Release>(release => Route(release.Server, release, () => NotSent(release.Server)));
        Receive<ServerProtocol.Guard>(guard => Route(guard.Server, guard, () => NotSent(guard.Server)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(PlaneSettings settings) => Akka.Actor.Props.Create(() => new PlaneActor(settings));

    // Whatever was known is gone with the old epoch; every server is asked to say it again.
    protected override void PreStart() => Context.Parent.Tell(new PlaneProtocol.PlaneStarted(_settings.Node));

    private void OnReport(PlaneProtocol.ServerReport report)
    {
        var removed = false;
        foreach (var what in report.Events)
        {
            removed |= what is ServerRemoved;
            _events.Append(id => new ServerHappening(
                id, Now, _settings.Node, new ServerName(report.View.Name), report.Generation, report.View.Revision, what));
        }

        if (removed)
        {
            _servers.Remove(report.View.Name);
        }
        else
        {
            _servers[report.View.Name] = new Row(report.View, Sender);
        }

        if (!report.Events.IsEmpty)
        {
            AnswerWaiters();
        }
    }

    private void OnGetEvents(PlaneProtocol.GetEvents get)
    {
        if (get.After is null)
        {
            Sender.Tell(new PlaneProtocol.EventPage(_settings.Node, [], _events.Last));
            return;
        }

        var waiter = new Waiter(Sender, get.After, Now + get.MaxWait);
        if (!TryAnswer(waiter))
        {
            _waiters.Add(waiter);
            ScheduleWaitOver();
        }
    }

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

    private void OnWaitOver()
    {
        foreach (var waiter in _waiters.Where(waiter => waiter.Until <= Now))
        {
            waiter.Reader.Tell(new PlaneProtocol.EventPage(_settings.Node, [], waiter.After));
        }

        _waiters.RemoveAll(waiter => waiter.Until <= Now);
        ScheduleWaitOver();
    }

    private void ScheduleWaitOver()
    {
        if (_waiters.Count > 0 && !Timers.IsTimerActive(nameof(PlaneProtocol.WaitOver)))
        {
            var next = _waiters.Min(waiter => waiter.Until) - Now;
            Timers.StartSingleTimer(nameof(PlaneProtocol.WaitOver), new PlaneProtocol.WaitOver(), next > Shortest ? next : Shortest);
        }
    }

    private void Route(ServerName server, object message, Func<object> unknown)
    {
        if (_servers.TryGetValue(server.Value, out var row))
        {
            row.Actor.Forward(message);
        }
        else
        {
            _log.Debug("nobody minds a server named {0}", server);
            Sender.Tell(unknown());
        }
    }

    private ServerProtocol.Executed NotSent(ServerName server) =>
        new(_settings.Node, server, new CommandOutcome.NotSent($"there is no server named {server}"));

    private ImmutableArray<ServerView> Views() =>
        [.. _servers.Values.Select(row => row.View).Concat(_unmanageable).OrderBy(view => view.Name, StringComparer.Ordinal)];

    private static string NewEpoch() => Now.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture)
        + Random.Shared.Next(0, 0x10000).ToString("x4", CultureInfo.InvariantCulture);

    private sealed record Row(ServerView View, IActorRef Actor);

    private sealed record Waiter(IActorRef Reader, EventId After, DateTimeOffset Until);
}
