using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Logging;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Directory;
using RunKit.Cluster.Membership;
using RunKit.Cluster.Relay;

namespace RunKit.Cluster.Links;

/// <summary>
/// The one actor that speaks to other nodes and hears them: it recognises them, keeps clusters from staying apart, and passes on what
/// recognised nodes say.
/// </summary>
internal sealed partial class LinkActor : ReceiveActor, IWithTimers
{
    public const string Name = "link";

    private static readonly TimeSpan BetweenHellos = TimeSpan.FromSeconds(2);

    private readonly LinkContext _context;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Peers _peers;
    private readonly Hellos _hellos;
    private readonly string _own;
    private IActorRef _directory = ActorRefs.Nobody;
    private IActorRef _relay = ActorRefs.Nobody;
    private IActorRef _island = ActorRefs.Nobody;

    public LinkActor(LinkContext context)
    {
        (_context, _own, _peers) = (context, context.Facts.Listen, new Peers(context));
        _hellos = new Hellos(context, _cluster, _peers);
        Receive<Hello>(OnHello);
        Receive<HelloAnswer>(OnAnswer);
        Receive<SealedMessage>(OnSealed);
        Receive<LinkProtocol.Say>(say => Say(say.Node, say.Message));
        Receive<LinkProtocol.SayToAll>(say => SayToAll(say.Message));
        Receive<LinkProtocol.Forget>(forget => Forget(forget.Address));
        Receive<LinkProtocol.HelloDue>(_ => OnHelloDue());
        Receive<LinkProtocol.Greet>(greet => SayHello(_peers.At(greet.Address)));
        Receive<LinkProtocol.Reread>(_ => OnReread());
        Receive<ClusterEvent.MemberRemoved>(OnRemoved);
        Receive<ClusterEvent.MemberUp>(up => OnMember(up.Member));
        Receive<ClusterEvent.MemberWeaklyUp>(up => OnMember(up.Member));
        Receive<ClusterEvent.UnreachableMember>(lost => OnReachability(lost.Member, reachable: false));
        Receive<ClusterEvent.ReachableMember>(back => OnReachability(back.Member, reachable: true));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
        Receive<ThisActorSystemQuarantinedEvent>(_ => _context.BeginAnew("another node does not talk to this start of it any more"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LinkContext context) => Akka.Actor.Props.Create(() => new LinkActor(context));

    protected override void PreStart()
    {
        _directory = Context.ActorOf(DirectoryActor.Props(_context), "directory");
        _relay = Context.ActorOf(RelayActor.Props(_context), "relay");
        _island = Context.ActorOf(IslandActor.Props(_context), "island");
        _context.Relays.Become(_relay);
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _context.Relays.Become(null);
        _context.Table.AllLost("this node's part of the cluster begins anew");
    }

    private void SayHello(Peer peer) => Addresses.Tell(_cluster, peer.Address, _hellos.Ask(peer));

    private void OnHello(Hello hello)
    {
        Revoke(hello.Revoked);
        if (_hellos.Answer(hello, out var isServed) is not { } answer)
        {
            return;
        }

        // It hears in any case which version this is, so that it can say why it is not served.
        Addresses.Tell(_cluster, hello.Address, answer);
        if (!isServed)
        {
            return;
        }

        var peer = _peers.At(hello.Address);
        var wasLinked = peer.IsLinked;
        _hellos.Accept(hello, peer);
        if (hello.Back || (peer.Member is not null && peer.Incarnation != hello.Incarnation && peer.Asked is null))
        {
            SayHello(peer);
        }

        AfterKeys(peer, wasLinked);
    }

    private void OnAnswer(HelloAnswer answer)
    {
        Revoke(answer.Revoked);
        if (_peers.Find(answer.Address) is { } peer)
        {
            var (wasLinked, before) = (peer.IsLinked, peer.Incarnation);
            if (_hellos.Accept(answer, peer))
            {
                if (before != 0 && before != peer.Incarnation)
                {
                    // What was asked of its last start has nobody to answer it.
                    Children(new LinkProtocol.Unlinked(peer.Name!));
                }

                _island.Tell(new LinkProtocol.Answered(answer.Address, answer.Island));
                AfterKeys(peer, wasLinked);
            }
        }
    }

    // What it says next may depend on being linked: the directory tells it everything then.
    private void AfterKeys(Peer peer, bool wasLinked)
    {
        if (!peer.IsLinked || peer.Member is null)
        {
            return;
        }

        // Its name is proved by its certificate: what it was at another address, and is not reached there, it is no more.
        foreach (var older in _peers.Where(other => other != peer && other.Name == peer.Name && other is { Member: not null, Reachable: false }))
        {
            Forget(older.Address);
        }

        if (peer.Reachable)
        {
            _context.Table.Reached(peer.Name!, peer.Address);
        }

        _peers.Settled(peer.Address);
        if (!wasLinked)
        {
            _context.Remember(peer.Address);
            Recognised(_context.Log, peer.Name!, peer.Address);
        }

        Children(new LinkProtocol.Linked(peer.Name!));
    }

    private void Revoke(string text)
    {
        if (_context.Revoke(RevocationList.Read(text, _context.Identity.Authority)))
        {
            Revoked();
        }
    }

    // Who does not count any more is taken out, and the others hear of it.
    private void Revoked()
    {
        foreach (var peer in _peers.Where(peer => _context.RevokedSerials.Contains(peer.Serial)))
        {
            _peers.Complain(peer.Address, $"the certificate of {peer.Name} is revoked");
            Forget(peer.Address);
        }

        foreach (var peer in _peers.Where(peer => peer.Member is not null))
        {
            SayHello(peer);
        }
    }

    private void OnReread()
    {
        if (!_context.IsConfigured)
        {
            _context.BeginAnew("this machine has left the cluster");
            return;
        }

        if (_context.Reread())
        {
            Revoked();
        }
    }

    private void OnSealed(SealedMessage message)
    {
        if (_peers.Find(message.From) is not { } peer)
        {
            return;
        }

        if (peer.Open(message, out var isStrange) is { } said)
        {
            Hear(peer.Name!, said);
        }
        else if (isStrange && peer is { Member: not null, Asked: null })
        {
            SayHello(peer);
        }
    }

    private void Hear(string node, NodeMessage said)
    {
        var heard = new LinkProtocol.Heard(node, said);
        if (said is CallRequest or CallPiece or CallCredit or CallEnd or CallCancel)
        {
            _relay.Tell(heard);
        }
        else
        {
            _directory.Tell(heard);
        }
    }

    private void Say(string node, NodeMessage message)
    {
        if (_peers.First(peer => peer.Name == node && peer is { IsLinked: true, Member: not null }) is { } peer)
        {
            Addresses.Tell(_cluster, peer.Address, peer.Seal(_own, message));
        }
    }

    private void SayToAll(NodeMessage message)
    {
        foreach (var peer in _peers.Where(peer => peer is { IsLinked: true, Member: not null, Reachable: true }))
        {
            Addresses.Tell(_cluster, peer.Address, peer.Seal(_own, message));
        }
    }

    private void OnMember(Member member)
    {
        var address = Addresses.Of(member);
        if (address == _own)
        {
            Joined(_context.Log, _own);
            return;
        }

        var peer = _peers.At(address);
        if (peer.Member != member.UniqueAddress.Uid)
        {
            if (peer.Incarnation != member.UniqueAddress.Uid && peer.IsRecognised)
            {
                Unlink(peer);
            }

            peer.Member = member.UniqueAddress.Uid;
            peer.Reachable = true;
        }

        if (!peer.IsRecognised || peer.Incarnation != member.UniqueAddress.Uid)
        {
            SayHello(peer);
        }

        AfterKeys(peer, wasLinked: false);
        Timers.StartPeriodicTimer(nameof(LinkProtocol.HelloDue), new LinkProtocol.HelloDue(), BetweenHellos);
    }

    private void OnRemoved(ClusterEvent.MemberRemoved removed)
    {
        var address = Addresses.Of(removed.Member);
        if (address == _own)
        {
            _context.BeginAnew("this start of it was taken out of the cluster");
            return;
        }

        if (_peers.Find(address) is { } peer && peer.Member == removed.Member.UniqueAddress.Uid)
        {
            peer.Member = null;
            if (peer.Incarnation == removed.Member.UniqueAddress.Uid)
            {
                Unlink(peer);
            }

            // A node that was restarted at its address is removed, and joins again in a moment.
            if (removed.PreviousStatus == MemberStatus.Exiting && peer.Name is { } name)
            {
                _context.Table.Left(name);
            }
            else if (peer.Name is { } lost)
            {
                _context.Table.Lost(lost, "it was taken out of the cluster");
            }
        }
    }

    private void Unlink(Peer peer)
    {
        peer.Forget();
        if (peer.Name is { } name)
        {
            Children(new LinkProtocol.Unlinked(name));
        }
    }

    private void OnReachability(Member member, bool reachable)
    {
        if (_peers.Find(Addresses.Of(member)) is { } peer && peer.Member == member.UniqueAddress.Uid)
        {
            peer.Reachable = reachable;
            if (!reachable && peer.Name is { } lost)
            {
                _context.Table.Lost(lost);
            }

            AfterKeys(peer, wasLinked: true);
        }
    }

    private void Forget(string address)
    {
        if (_peers.Find(address) is { } peer)
        {
            Unlink(peer);
            if (peer.Name is { } name)
            {
                _context.Table.Left(name);
            }

            _peers.Remove(address);
        }

        _context.Drop(address);
        foreach (var member in _cluster.State.Members.Where(member => Addresses.Of(member) == address))
        {
            _cluster.Down(member.Address);
        }
    }

    private void OnHelloDue()
    {
        var strangers = _peers.Where(peer => peer is { Member: not null, Reachable: true } && (!peer.IsLinked || peer.Incarnation != peer.Member));
        if (strangers.Length == 0)
        {
            Timers.Cancel(nameof(LinkProtocol.HelloDue));
        }

        foreach (var peer in strangers)
        {
            SayHello(peer);
        }
    }

    private void Children(object message)
    {
        _directory.Tell(message);
        _relay.Tell(message);
    }

    [LoggerMessage(10, LogLevel.Information, "node {Node} at {Address} is recognised")]
    private static partial void Recognised(ILogger log, string node, string address);

    [LoggerMessage(12, LogLevel.Information, "this node is a member of the cluster, at {Address}")]
    private static partial void Joined(ILogger log, string address);
}
