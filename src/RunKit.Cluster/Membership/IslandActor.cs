using RunKit.Cluster.Links;

namespace RunKit.Cluster.Membership;

/// <summary>Says hello to the nodes that are known and no members, and does what <see cref="Island"/> decides about their answers.</summary>
internal sealed class IslandActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan BetweenJoins = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Eager = TimeSpan.FromSeconds(2);

    private readonly LinkContext _context;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<string, IslandFacts> _answers = new(StringComparer.Ordinal);
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
        _heard = _context.Time.GetTimestamp();
        _answers[answered.Address] = answered.Island;
    }

    private void OnIslandDue()
    {
        _answers.Clear();
        Context.Parent.Tell(new LinkProtocol.Reread());
        var members = _cluster.State.Members.Select(Addresses.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var address in _context.Facts.Peers.Where(address => !members.Contains(address) && address != _context.Facts.Listen))
        {
            Context.Parent.Tell(new LinkProtocol.Greet(address));
        }

        // Where nobody is to be asked, nobody is waited for.
        if (_context.Facts.Peers.IsEmpty)
        {
            Decide(Island.FounderPatience);
        }

        Timers.StartSingleTimer(nameof(LinkProtocol.DecideDue), new LinkProtocol.DecideDue(), AnswersWithin);
    }

    private void OnDecideDue()
    {
        Decide(_context.Time.GetElapsedTime(_heard));
        Timers.StartSingleTimer(
            nameof(LinkProtocol.IslandDue), new LinkProtocol.IslandDue(), Addresses.IsMember(_cluster) ? _context.Options.Hello : Eager);
    }

    private void Decide(TimeSpan silence)
    {
        switch (Island.Decide(Addresses.IslandOf(_cluster), _answers, _context.Facts.Founder, silence))
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
