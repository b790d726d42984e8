using Akka.Event;
using RunKit.Actors.Panes;
using RunKit.Actors.Plane;
using RunKit.ControlPlane.Agents;

namespace RunKit.Actors.Agents;

/// <summary>
/// Has the servers looked at for agents, a child for each, as long as somebody wants to know: for half a minute after a question, while the states of
/// agents are read by name, while somebody waits for one, and while a notification is configured.
/// </summary>
internal sealed class AgentsActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SurveyEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(4);

    private readonly Dictionary<ServerName, Row> _servers = [];
    private readonly List<AgentQuery> _queries = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private readonly IActorRef _notices;
    private readonly AgentWaits _waits;
    private ImmutableArray<AgentsNotRead> _notRead = [];
    private TimeSpan _leasedUntil;
    private TimeSpan? _surveyed;
    private bool _areRead;
    private bool _surveying;
    private int _made;

    /// <param name="plane">Knows the servers, and publishes.</param>
    /// <param name="notices">Tells outside of what has changed.</param>
    public AgentsActor(PlanePorts ports, PlaneSettings settings, IActorRef plane, IActorRef notices)
    {
        (_ports, _settings, _plane, _notices, _waits) = (ports, settings, plane, notices, new AgentWaits(settings.Node));
        Receive<AgentsProtocol.GetAgents>(get => Ask(isStrict: false, known => new AgentsProtocol.Agents(settings.Node, known.Report(get.All))));
        Receive<AgentsProtocol.ExplainAgent>(explain => Ask(isStrict: true, known => new AgentsProtocol.AgentExplained(settings.Node, known.Explain(explain.Pane))));
        Receive<AgentsProtocol.AwaitAgent>(OnWait);
        Receive<AgentsProtocol.ForgetAgent>(OnForget);
        Receive<AgentsProtocol.AreRead>(OnAreRead);
        Receive<AgentsProtocol.ServerLooked>(OnLooked);
        Receive<SurveyDue>(_ => Survey());
        Receive<Surveyed>(surveyed => OnSurveyed(surveyed.Servers));
        Receive<NotSurveyed>(_ => _surveying = false);
        Receive<AnswersDue>(_ => Answer());
        Receive<WaitDue>(due => _waits.TimeOut(due.Waiter));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsWanted => _areRead || !_ports.Notices.IsEmpty || _waits.Any || _queries.Count > 0 || _ports.Clock() < _leasedUntil;

    public static Props Props(PlanePorts ports, PlaneSettings settings, IActorRef plane, IActorRef notices) =>
        Akka.Actor.Props.Create(() => new AgentsActor(ports, settings, plane, notices));

    protected override void PreStart()
    {
        if (_settings.Agents.RulesProblem is { } problem)
        {
            _log.Warning("the rules for agents that are in the package are used: {0}", problem);
        }

        _plane.Tell(new AgentsProtocol.AskWhetherRead());
        if (IsWanted)
        {
            Begin();
        }
    }

    protected override void PostStop() => _waits.EndAll("the plane stopped in the middle");

    /// <param name="isStrict">What was made or has changed right before is to be seen.</param>
    private void Ask(bool isStrict, Func<AgentsKnown, object> answer)
    {
        var now = _ports.Clock();
        if (isStrict)
        {
            LookNow();
        }

        _leasedUntil = now + Lease;
        _queries.Add(new AgentQuery(Sender, now, isStrict ? now : now - _settings.Agents.Every - SurveyEvery, answer));
        Timers.StartSingleTimer(new AnswersDue(), new AnswersDue(), AnswerLimit);
        Begin();
        Answer();
    }

    private void OnWait(AgentsProtocol.AwaitAgent wait)
    {
        if (!_waits.TryAdd(wait, Sender, _ports.Clock()))
        {
            return;
        }

        Timers.StartSingleTimer(wait.Waiter, new WaitDue(wait.Waiter), wait.Timeout);
        Begin();
        LookNow();
        if (_servers.GetValueOrDefault(wait.Pane.Server)?.Looked is { } looked)
        {
            _waits.Take(looked, _ports.Clock());
        }
    }

    private void LookNow()
    {
        foreach (var row in _servers.Values)
        {
            row.Actor.Tell(new AgentsProtocol.LookNow());
        }
    }

    private void OnForget(AgentsProtocol.ForgetAgent forget)
    {
        Timers.Cancel(forget.Waiter);
        _waits.Forget(forget.Waiter);
    }

    private void OnAreRead(AgentsProtocol.AreRead read)
    {
        _areRead = read.ByAnybody;
        if (_areRead)
        {
            Begin();
        }
    }

    // While it goes on, a survey is due already.
    private void Begin()
    {
        if (!Timers.IsTimerActive(nameof(SurveyDue)))
        {
            Timers.StartPeriodicTimer(nameof(SurveyDue), new SurveyDue(), SurveyEvery);
            Survey();
        }
    }

    private void Survey()
    {
        if (!IsWanted)
        {
            Timers.Cancel(nameof(SurveyDue));
            foreach (var server in _servers.Keys.ToArray())
            {
                Drop(server);
            }

            (_surveyed, _notRead) = (null, []);
        }
        else if (!_surveying)
        {
            _surveying = true;

            // A plane that does not answer in time is asked again a second later.
            _plane.Ask<PlaneProtocol.Servers>(new PlaneProtocol.GetServers(_settings.Node), AnswerLimit)
                .PipeTo(Self, Self, servers => new Surveyed(servers.Views), _ => new NotSurveyed());
        }
    }

    private void OnSurveyed(ImmutableArray<ServerView> views)
    {
        _surveying = false;
        _surveyed = _ports.Clock();
        var alive = views.Where(view => view is { Generation: not null } && ServerName.Problem(view.Name) is null).ToArray();
        var connected = alive.Where(view => view is { Status: ServerStatus.Connected, Reason: null or ServerReason.Vanished }).ToDictionary(view => new ServerName(view.Name), view => view.Generation!);
        foreach (var server in _servers.Where(row => connected.GetValueOrDefault(row.Key) != row.Value.Generation).Select(row => row.Key).ToArray())
        {
            Drop(server);
        }

        _notRead =
        [
            .. alive.Where(view => !connected.ContainsKey(new ServerName(view.Name)))
                .Select(view => new AgentsNotRead(view.Name, view.Error ?? (view.Reason is { } reason ? KebabCase.Of(reason) : KebabCase.Of(view.Status)))),
        ];
        if (_ports.PaneProcesses is not null && IsWanted)
        {
            foreach (var (server, generation) in connected.Where(known => !_servers.ContainsKey(known.Key)))
            {
                _servers[server] = new Row(generation, Context.ActorOf(ServerAgentsActor.Props(server, generation, _ports, _settings, _plane), $"server-{server}-{++_made}"));
            }
        }

        _waits.GiveUp(server => _notRead.FirstOrDefault(not => not.Server == server.Value)?.Reason ?? $"nothing is told of {server}", _ports.Clock());
        Answer();
    }

    private void Drop(ServerName server)
    {
        if (_servers.Remove(server, out var row))
        {
            Context.Stop(row.Actor);
        }
    }

    private void OnLooked(AgentsProtocol.ServerLooked looked)
    {
        if (_servers.TryGetValue(looked.Server, out var row) && row.Actor.Equals(Sender))
        {
            _servers[looked.Server] = row with { Looked = looked };
            _waits.Take(looked, _ports.Clock());
            if (!looked.Edges.IsEmpty && !_ports.Notices.IsEmpty)
            {
                _notices.Tell(looked);
            }

            Answer();
        }
    }

    /// <summary>Answers what can be answered: all that was asked is, when its time is over.</summary>
    private void Answer()
    {
        var now = _ports.Clock();
        foreach (var query in _queries.Where(query => now - query.Began >= AnswerLimit || IsFresh(query.Since)).ToArray())
        {
            _queries.Remove(query);
            query.Asker.Tell(query.Answer(Known(query.Since)));
        }
    }

    private bool IsFresh(TimeSpan since) => _surveyed is { } surveyed && surveyed >= since - SurveyEvery && _servers.Values.All(row => row.Looked?.Began >= since);

    private AgentsKnown Known(TimeSpan since)
    {
        var read = _servers.Values.Where(row => row.Looked is { Problem: null } && row.Looked.Began >= since).Select(row => row.Looked!);
        var not = _servers.Where(row => !(row.Value.Looked is { Problem: null } looked && looked.Began >= since))
            .Select(row => new AgentsNotRead(row.Key.Value, row.Value.Looked is { Problem: { } problem } && row.Value.Looked.Began >= since ? problem : "it has not answered in time"));
        return new AgentsKnown(_settings.Node, [.. read], [.. _notRead.Concat(not).OrderBy(server => server.Server, StringComparer.Ordinal)]);
    }

    private sealed record Row(ServerGeneration Generation, IActorRef Actor)
    {
        public AgentsProtocol.ServerLooked? Looked { get; init; }
    }

    private sealed record SurveyDue : INoSerializationVerificationNeeded;

    private sealed record AnswersDue : INoSerializationVerificationNeeded;

    private sealed record WaitDue(long Waiter) : INoSerializationVerificationNeeded;

    private sealed record Surveyed(ImmutableArray<ServerView> Servers) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record NotSurveyed : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
