using Akka.Event;
using RunKit.Actors.Plane;
using RunKit.Actors.Servers;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>
/// Looks at the terminals of all panes once a second, while events are read, and tells the plane what has begun or ended there. It asks tmux
/// nothing: which panes there are it takes from the plane.
/// </summary>
internal sealed class ActivityActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(ServerName, ServerGeneration), PaneActivity> _servers = [];
    private readonly PlanePorts _ports;
    private readonly string _node;
    private readonly IActorRef _plane;
    private bool _isLooking;

    /// <param name="plane">Knows the servers and their trees, and publishes.</param>
    public ActivityActor(PlanePorts ports, string node, IActorRef plane)
    {
        (_ports, _node, _plane) = (ports, node, plane);
        Receive<ServerProtocol.EventsAreRead>(read => OnRead(read.Anybody));
        Receive<LookDue>(_ => Look());
        Receive<TreesRead>(OnTrees);
        Receive<NotRead>(_ => _isLooking = false);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PlanePorts ports, string node, IActorRef plane) => Akka.Actor.Props.Create(() => new ActivityActor(ports, node, plane));

    private void OnRead(bool anybody)
    {
        if (anybody)
        {
            Timers.StartPeriodicTimer(nameof(LookDue), new LookDue(), Every);
        }
        else
        {
            Timers.Cancel(nameof(LookDue));
            _servers.Clear();
        }
    }

    private void Look()
    {
        if (!_isLooking)
        {
            _isLooking = true;

            // A plane that does not answer in time is asked again a second later.
            TreesAsync().PipeTo(Self, Self, trees => new TreesRead(trees), _ => new NotRead());
        }
    }

    private async Task<ImmutableArray<ServerTree>> TreesAsync()
    {
        var servers = await _plane.Ask<PlaneProtocol.Servers>(new PlaneProtocol.GetServers(_node), AnswerLimit).ConfigureAwait(false);
        var names = servers.Views.Where(view => view.Status == ServerStatus.Connected).Select(view => new ServerName(view.Name));
        var read = await Task.WhenAll(names.Select(name => _plane.Ask<ServerProtocol.TreeRead>(new ServerProtocol.GetTree(_node, name), AnswerLimit))).ConfigureAwait(false);
        return [.. read.Select(answer => answer.Outcome).OfType<TreeOutcome.Known>().Select(known => known.Tree)];
    }

    private void OnTrees(TreesRead read)
    {
        _isLooking = false;
        var keys = read.Trees.Select(Key).ToHashSet();
        foreach (var gone in _servers.Keys.Where(key => !keys.Contains(key)).ToArray())
        {
            _servers.Remove(gone);
        }

        foreach (var tree in read.Trees)
        {
            if (!_servers.TryGetValue(Key(tree), out var activity))
            {
                _servers[Key(tree)] = activity = new PaneActivity();
            }

            var sights = PaneSummary.Of(tree.WithoutHidden()).Where(pane => !pane.Dead).Select(pane => pane.SeenBy(_ports.Terminals))
                .Select(pane => new PaneSight(pane.Pane, pane.AtPrompt, pane.LastOutput));
            var events = activity.Observe(sights, _ports.Time.GetUtcNow());
            if (!events.IsEmpty)
            {
                _plane.Tell(new PlaneProtocol.PaneReport(_node, new ServerName(tree.Name), tree.Generation, events));
            }
        }
    }

    private static (ServerName, ServerGeneration) Key(ServerTree tree) => (new ServerName(tree.Name), tree.Generation);

    private sealed record LookDue : INoSerializationVerificationNeeded;

    private sealed record TreesRead(ImmutableArray<ServerTree> Trees) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record NotRead : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
