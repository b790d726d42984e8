using System.Globalization;
using Akka.Event;
using RunKit.Actors.Agents;
using RunKit.Actors.Panes;
using RunKit.Actors.Scheduling;
using RunKit.Actors.Servers;

namespace RunKit.Actors.Plane;

/// <summary>
/// The one place where the events of all servers come together: it numbers what happens, keeps the last of it, keeps a view of every server and
/// finds the actor that a command is for.
/// </summary>
internal sealed class PlaneActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ReadersGoneAfter = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PlaneSettings _settings;
    private readonly IPlaneInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly EventLog _events;
    private readonly SortedDictionary<string, Row> _servers = new(StringComparer.Ordinal);
    private readonly EventReaders _readers;
    private ImmutableArray<ServerView> _unmanageable = [];
    private bool _eventsAreRead;
    private bool _agentsAreRead;

    public PlaneActor(PlaneSettings settings, IPlaneInstruments instruments, TimeProvider time)
    {
        (_settings, _instruments, _time) = (settings, instruments, time);
        _events = new EventLog(NewEpoch(), settings.EventBuffer, Now);
        _readers = new EventReaders(_events, last => new PlaneResync(last, Now, _settings.Node));
        Receive<PlaneProtocol.ServerReport>(OnReport);
        Receive<PlaneProtocol.PaneReport>(OnPanes);
        Receive<PlaneProtocol.NodeReport>(OnNode);
        Receive<PlaneProtocol.UnmanageableSockets>(sockets => OnUnmanageable(sockets.Views));
        Receive<PlaneProtocol.GetServers>(_ => Sender.Tell(new PlaneProtocol.Servers(_settings.Node, Views())));
        Receive<PlaneProtocol.GetLastEventId>(_ => Sender.Tell(new PlaneProtocol.LastEventId(_settings.Node, _events.Last)));
        Receive<PlaneProtocol.Subscribe>(OnSubscribe);
        Receive<PlaneProtocol.Grant>(grant => _readers.Grant(grant.Reader, grant.Events));
        Receive<PlaneProtocol.Unsubscribe>(gone => OnUnsubscribe(gone.Reader));
        Receive<PlaneProtocol.ReadersGoneDue>(_ => TellReaders(anybody: false));
        Receive<Terminated>(terminated => OnTerminated(terminated.ActorRef));
        Receive<ServerProtocol.Kill>(kill => Route(kill.Server, kill, known => KillNotDone(kill.Server, known)));
        Receive<ServerProtocol.Execute>(execute => Route(execute.Server, execute, known => NotSent(execute.Server, known)));
        Receive<ServerProtocol.AwaitListing>(wait => _servers.GetValueOrDefault(wait.Server.Value)?.Actor?.Forward(wait));
        Receive<AgentsProtocol.AskWhetherRead>(_ => Sender.Tell(new AgentsProtocol.AreRead(_readers.WantAgents)));
        Receive<ServerProtocol.GetTree>(get => Route(get.Server, get, known => NoTree(get.Server, known)));
        Receive<ServerProtocol.Release>(release => Route(release.Server, release, known => NotSent(release.Server, known)));
        Receive<ServerProtocol.Guard>(guard => Route(guard.Server, guard, known => NotSent(guard.Server, known)));
        Receive<IPaneRequest>(request => Route(request.Pane.Server, request, known => request.NotDone(Nobody(request.Pane.Server, known))));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    public static Props Props(PlaneSettings settings, IPlaneInstruments instruments, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PlaneActor(settings, instruments, time));

    // Whatever was known is gone with the old epoch; every server is asked to say it again.
    protected override void PreStart()
    {
        _instruments.Began();
        Context.Parent.Tell(new PlaneProtocol.PlaneStarted(_settings.Node));
    }

    // Its readers subscribe again, and then learn of the new epoch.
    protected override void PreRestart(Exception reason, object message)
    {
        _readers.Complete(new PlaneRestartedException());
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _readers.Complete(cause: null);

    private void OnReport(PlaneProtocol.ServerReport report)
    {
        var removed = false;
        foreach (var what in report.Events)
        {
            removed |= what is ServerRemoved;
            _events.Append(id => new ServerEventEnvelope(
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
            _readers.SendAll();
        }
    }

    // What was seen of a generation that is over by now is nothing that happens.
    private void OnPanes(PlaneProtocol.PaneReport report)
    {
        if (_servers.TryGetValue(report.Server.Value, out var row) && row.View.Generation == report.Generation)
        {
            foreach (var what in report.Events)
            {
                _events.Append(id => new ServerEventEnvelope(id, Now, _settings.Node, report.Server, report.Generation, row.View.Revision, what));
            }

            _instruments.Happened(report.Events);
            _readers.SendAll();
        }
    }

    private void OnNode(PlaneProtocol.NodeReport report)
    {
        _events.Append(id => new NodeHappened(id, Now, _settings.Node, report.Member, report.Kind));
        _readers.SendAll();
    }

    private void OnUnmanageable(ImmutableArray<ServerView> sockets)
    {
        _unmanageable = sockets;
        _instruments.CannotManage(sockets.Length);
    }

    private void OnSubscribe(PlaneProtocol.Subscribe subscribe)
    {
        Timers.Cancel(nameof(PlaneProtocol.ReadersGoneDue));
        if (!_eventsAreRead)
        {
            TellReaders(anybody: true);
        }

        Sender.Tell(new PlaneProtocol.LastEventId(_settings.Node, _readers.Add(subscribe)));
        TellAgents();
    }

    // A reader that lost its connection comes back at once.
    private void OnUnsubscribe(long reader)
    {
        _readers.Remove(reader);
        TellAgents();
        if (_readers.Count == 0)
        {
            Timers.StartSingleTimer(nameof(PlaneProtocol.ReadersGoneDue), new PlaneProtocol.ReadersGoneDue(), ReadersGoneAfter);
        }
    }

    private void TellReaders(bool anybody)
    {
        _eventsAreRead = anybody;
        Context.Parent.Tell(new ServerProtocol.EventsAreRead(_settings.Node, anybody));
    }

    private void TellAgents()
    {
        if (_agentsAreRead != _readers.WantAgents)
        {
            _agentsAreRead = _readers.WantAgents;
            Context.Parent.Tell(new AgentsProtocol.AreRead(_agentsAreRead));
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
            _log.Debug("no actor manages a server named {0}", server);
            Sender.Tell(nobody(known));
        }
    }

    private ServerProtocol.KillEnded KillNotDone(ServerName server, bool known) =>
        new(_settings.Node, server, known ? new KillOutcome.Refused(Unmanaged(server)) : new KillOutcome.UnknownServer());

    private ServerProtocol.Executed NotSent(ServerName server, bool known) =>
        new(_settings.Node, server, new CommandOutcome.NotSent(Nobody(server, known)));

    private ServerProtocol.TreeRead NoTree(ServerName server, bool known) =>
        new(_settings.Node, server, known ? new TreeOutcome.NotKnown(Unmanaged(server)) : new TreeOutcome.UnknownServer());

    private static string Nobody(ServerName server, bool known) => known ? Unmanaged(server) : $"there is no server named {server}";

    private static string Unmanaged(ServerName server) => $"the actor of {server} kept failing; it is made anew within 30 s";

    private ImmutableArray<ServerView> Views() =>
        [.. _servers.Values.Select(row => row.View).Concat(_unmanageable).OrderBy(view => view.Name, StringComparer.Ordinal)];

    private string NewEpoch() => Now.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture)
        + Random.Shared.Next(0, 0x10000).ToString("x4", CultureInfo.InvariantCulture);

    private sealed record Row(ServerView View, IActorRef? Actor);
}
