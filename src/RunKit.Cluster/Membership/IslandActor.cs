using RunKit.Cluster.Links;

namespace RunKit.Cluster.Membership;

/// <summary>Says hello to the nodes that are known and no members, and does what <see cref="Island"/> decides about their answers.</summary>
internal sealed class IslandActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan BetweenJoins = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Eager = TimeSpan.FromSeconds(1);

    private readonly LinkContext _context;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<string, IslandFacts> _answers = new(StringComparer.Ordinal);
    private ImmutableArray<string> _greeted = [];
    private long _heard;
    private long? _joining;

    public IslandActor(LinkContext context)
    {
        (_context, _heard) = (context, context.Time.GetTimestamp());
        Receive<LinkProtocol.Answered>(OnAnswered);
        Receive<LinkProtocol.IslandDue>(_ => OnIslandDue());
        Receive<LinkProtocol.DecideDue>(_ => OnDecideDue());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LinkContext context) => Akka.Actor.Props.Create(() => new IslandActor(context));

    protected override void PreStart() => Self.Tell(new LinkProtocol.IslandDue());

    private void OnAnswered(LinkProtocol.Answered answered)
    {
        _answers[answered.Address] = answered.Island;
        _context.Answered(answered.Address);
        if (answered.Island.Members > 0)
        {
            _heard = _context.Time.GetTimestamp();
        }

        // Nobody is left to be waited for.
        if (Timers.IsTimerActive(nameof(LinkProtocol.DecideDue)) && _greeted.All(_answers.ContainsKey))
        {
            Timers.Cancel(nameof(LinkProtocol.DecideDue));
            OnDecideDue();
        }
    }

    private void OnIslandDue()
    {
        _answers.Clear();
        Context.Parent.Tell(new LinkProtocol.Reread());
        var members = _cluster.State.Members.Select(Addresses.Of).ToHashSet(StringComparer.Ordinal);
        _greeted = [.. _context.Facts.Peers.Where(address => !members.Contains(address) && address != _context.Facts.Listen && !_context.IsStrange(address))];
        foreach (var address in _greeted)
        {
            _context.Dialled(address);
            Context.Parent.Tell(new LinkProtocol.Greet(address));
        }

        if (_greeted.IsEmpty)
        {
            OnDecideDue();
            return;
        }

        Timers.StartSingleTimer(nameof(LinkProtocol.DecideDue), new LinkProtocol.DecideDue(), AnswersWithin);
    }

    private void OnDecideDue()
    {
        Decide();
        Timers.StartSingleTimer(
            nameof(LinkProtocol.IslandDue), new LinkProtocol.IslandDue(), Addresses.IsMember(_cluster) ? _context.Options.Hello : Eager);
    }

    private void Decide()
    {
        var unheard = _greeted.Count(address => !_answers.ContainsKey(address));
        switch (Island.Decide(Addresses.IslandOf(_cluster), _answers, _context.Facts.Founder, unheard, _context.Time.GetElapsedTime(_heard)))
        {
            case IslandStep.Join join when _joining is not { } since || _context.Time.GetElapsedTime(since) > BetweenJoins:
                _joining = _context.Time.GetTimestamp();
                _cluster.JoinSeedNodes([Addresses.ToAkka(_cluster, join.Address)!]);
                break;
            case IslandStep.Found:
                _cluster.Join(_cluster.SelfAddress);
                break;
            case IslandStep.BeginAnew:
                _context.BeginAnew("it joins a larger cluster");
                break;
            default:
                break;
        }
    }
}
