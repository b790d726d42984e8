using Akka.Event;
using RunKit.Actors.Panes;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.Tmux.Agents;

namespace RunKit.Actors.Agents;

/// <summary>
/// Looks at the agents of one generation of a server, as often as its settings say and when tmux hints at a change, as long as it exists. What it knows is
/// made anew by looking.
/// </summary>
internal sealed class ServerAgentsActor : ReceiveActor, IWithTimers
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly AgentTracker _tracker = new();
    private readonly LookPace _pace = new();
    private readonly AgentLooker _looker;
    private readonly ServerName _server;
    private readonly ServerGeneration _generation;
    private readonly PlanePorts _ports;
    private readonly PlaneSettings _settings;
    private readonly IActorRef _plane;
    private bool _looking;
    private bool _hintedMeanwhile;

    public ServerAgentsActor(ServerName server, ServerGeneration generation, PlanePorts ports, PlaneSettings settings, IActorRef plane)
    {
        (_server, _generation, _ports, _settings, _plane) = (server, generation, ports, settings, plane);
        _looker = new AgentLooker(
            new ServerPaneCommands(plane, settings.Node, server, "agents"), ports.Terminals, ports.PaneProcesses!, settings.Agents.Rules, ports.Time);
        Receive<LookDue>(_ => Look());
        Receive<ServerProtocol.Listed>(_ => OnHint());
        Receive<AgentsProtocol.LookNow>(_ => OnHint());
        Receive<Looked>(OnLooked);
        Receive<Failed>(failed => throw new InvalidOperationException($"the agents of {_server} cannot be looked at: {failed.Cause.Message}", failed.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ServerName server, ServerGeneration generation, PlanePorts ports, PlaneSettings settings, IActorRef plane) =>
        Akka.Actor.Props.Create(() => new ServerAgentsActor(server, generation, ports, settings, plane));

    protected override void PreStart() => Look();

    protected override void PostStop() => _stopped.Cancel();

    private void Look()
    {
        if (_looking)
        {
            return;
        }

        _looking = true;
        _hintedMeanwhile = false;
        _pace.Begin(_ports.Clock());

        // Asked for before the look: what changes after it was begun is hinted at.
        _plane.Tell(new ServerProtocol.AwaitListing(_settings.Node, _server));
        _looker.TakeAsync(_generation, _tracker.Plan, _stopped.Token).PipeTo(Self, Self, look => new Looked(look), cause => new Failed(cause));
    }

    private void OnHint()
    {
        if (_looking)
        {
            _hintedMeanwhile = true;
        }
        else
        {
            StartLook(_pace.UntilHinted(_ports.Clock()));
        }
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        _pace.End(_ports.Clock());
        if (looked.Look.Findings is { } findings)
        {
            var edges = _tracker.Observe(findings, _ports.Time.GetUtcNow());
            if (!edges.IsEmpty)
            {
                _plane.Tell(new PlaneProtocol.PaneReport(_settings.Node, _server, _generation, [.. edges.Select(Event)]));
            }

            Report([.. findings.Select(finding => finding.Pane.Id)], edges, null);
        }
        else
        {
            Report([], [], looked.Look.Problem);
        }

        StartLook(_hintedMeanwhile ? _pace.UntilHinted(_ports.Clock()) : _settings.Agents.Every);
    }

    private void Report(ImmutableHashSet<PaneId> panes, ImmutableArray<AgentEdge> edges, string? problem) => Context.Parent.Tell(
        new AgentsProtocol.ServerLooked(_server, _generation, _pace.Began, panes, _tracker.Records, edges, problem));

    private void StartLook(TimeSpan wait) => Timers.StartSingleTimer(nameof(LookDue), new LookDue(), wait < _settings.Agents.Every ? wait : _settings.Agents.Every);

    private static ServerEvent Event(AgentEdge edge) =>
        new AgentStateChanged(edge.Record.Pane, edge.Record.Target, edge.Record.Agent, edge.Record.IsKnown, edge.Old, edge.Record.State);

    private sealed record LookDue : INoSerializationVerificationNeeded;

    private sealed record Looked(AgentServerLook Look) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
