using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;

namespace RunKit.Cluster.Directory;

/// <summary>Tells the others of this node's servers, and keeps what they tell of theirs in the <see cref="NodeTable"/>.</summary>
internal sealed class DirectoryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Unasked = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wide = TimeSpan.FromSeconds(10);

    private readonly LinkContext _context;
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private OwnRows _rows;
    private EventId? _seen;
    private long _looked;

    public DirectoryActor(LinkContext context)
    {
        _context = context;
        _rows = OwnRows.Begin(context.Time.GetUtcNow().UtcTicks);
        Receive<LinkProtocol.Linked>(linked => OnLinked(linked.Node));
        Receive<LinkProtocol.Unlinked>(unlinked => _linked.Remove(unlinked.Node));
        Receive<LinkProtocol.Heard>(OnHeard);
        Receive<LookDue>(_ => Look());
        Receive<Looked>(OnLooked);
        Receive<BeatDue>(_ => SayToAll(OwnBeat()));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LinkContext context) => Akka.Actor.Props.Create(() => new DirectoryActor(context));

    protected override void PreStart()
    {
        Self.Tell(new LookDue());
        Timers.StartPeriodicTimer(nameof(BeatDue), new BeatDue(), _context.Options.Beat);
    }

    private void OnLinked(string node)
    {
        _linked.Add(node);
        SaySummary(node);
        Say(node, OwnBeat());
    }

    private void SaySummary(string node)
    {
        foreach (var piece in _rows.Pieces())
        {
            Say(node, piece);
        }
    }

    private void OnHeard(LinkProtocol.Heard heard)
    {
        var node = heard.Node;
        switch (heard.Message)
        {
            case SummaryPiece piece:
                _context.Table.Apply(node, piece with { Rows = [.. piece.Rows.Select(row => row with { Node = node })] });
                break;
            case Delta delta when !_context.Table.TryApply(node, delta with { Rows = [.. delta.Rows.Select(row => row with { Node = node })] }):
                Say(node, new SummaryWanted());
                break;
            case SummaryWanted:
                SaySummary(node);
                break;
            case Beat beat:
                OnBeat(node, beat);
                break;
            case BeatSeen seen:
                var roundTrip = _context.Time.GetElapsedTime(seen.Moment);
                _context.Table.Tell(node, view => view with { RoundTripMs = Math.Round(roundTrip.TotalMilliseconds, 2) });
                break;
            default:
                break;
        }
    }

    private void OnBeat(string node, Beat beat)
    {
        var ahead = (long)(beat.Clock - _context.Time.GetUtcNow()).TotalMilliseconds;
        _context.Table.Tell(node, view => view with { Version = beat.Version, Protocol = beat.Protocol, CertificateUntil = beat.CertificateUntil, ClockAheadMs = ahead });
        Say(node, new BeatSeen(beat.Moment));
        if (!_context.Table.IsAt(node, beat.Life, beat.Sequence))
        {
            Say(node, new SummaryWanted());
        }
    }

    private void Look() => _ = LookAsync(_seen).PipeTo(Self);

    // Most of what changes comes with an event, and then the servers are asked for; what comes with none is seen a little later.
    private async Task<object> LookAsync(EventId? seen)
    {
        using var limit = new CancellationTokenSource(Wide, _context.Time);
        try
        {
            var last = await _context.Plane.GetLastEventIdAsync(limit.Token).ConfigureAwait(false);
            var isDue = last != seen || _context.Time.GetElapsedTime(_looked) >= Unasked;
            return new Looked(last, isDue ? await _context.Plane.GetServersAsync(limit.Token).ConfigureAwait(false) : null);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // What was told last stands: a plane that does not answer has not lost its servers.
            return new Looked(seen, null);
        }
    }

    private void OnLooked(Looked looked)
    {
        Timers.StartSingleTimer(nameof(LookDue), new LookDue(), _context.Options.Look);
        if (looked.Servers is not { } servers)
        {
            return;
        }

        (_seen, _looked) = (looked.Last, _context.Time.GetTimestamp());
        (_rows, var delta) = _rows.Become(servers);
        if (delta is null)
        {
            return;
        }

        if (OwnRows.Fits(delta))
        {
            SayToAll(delta);
            return;
        }

        foreach (var node in _linked)
        {
            SaySummary(node);
        }
    }

    private Beat OwnBeat() => new(
        _rows.Life, _rows.Sequence, _context.Time.GetTimestamp(), _context.Time.GetUtcNow(), ProductVersion.Text, Recognition.Protocol, Authority.Until(_context.Identity.Certificate));

    private static void Say(string node, NodeMessage message) => Context.Parent.Tell(new LinkProtocol.Say(node, message));

    private static void SayToAll(NodeMessage message) => Context.Parent.Tell(new LinkProtocol.SayToAll(message));

    private sealed record LookDue;

    private sealed record BeatDue;

    private sealed record Looked(EventId? Last, ImmutableArray<ServerView>? Servers);
}
