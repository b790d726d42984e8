using Akka.Actor.Setup;
using Akka.Remote.Transport.DotNetty;
using Microsoft.Extensions.Logging;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;
using RunKit.Cluster.Membership;
using RunKit.Cluster.Relay;

namespace RunKit.Cluster;

/// <summary>
/// This node's part of its cluster: an actor system of its own, that may end at any time and is then made anew. The plane knows nothing of
/// it, and nothing of the plane ends with it.
/// </summary>
internal sealed partial class ClusterNode : INodes, IAsyncDisposable
{
    /// <summary>The actor system's name; the same at all nodes.</summary>
    public const string SystemName = "runkit-cluster";

    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoodLife = TimeSpan.FromMinutes(1);

    private readonly LinkContext _context;
    private readonly CancellationTokenSource _stop = new();
    private volatile ActorSystem? _system;
    private volatile IActorRef _link = ActorRefs.Nobody;
    private TaskCompletionSource<string> _anew = New();
    private Task _life = Task.CompletedTask;
    private int _disposed;

    public ClusterNode(LinkContext context)
    {
        _context = context;
        _began = context.Time.GetUtcNow();
        context.BeginAnew = why => Volatile.Read(ref _anew).TrySetResult(why);
    }

    private readonly DateTimeOffset _began;

    /// <summary>Starts, and goes on until it is disposed of.</summary>
    public void Start() => _life = LiveAsync();

    public ImmutableArray<NodeView> GetNodes() => [Self(), .. _context.Table.Views()];

    public ImmutableArray<ServerView> GetOtherServers() => _context.Table.Servers();

    public IControlPlane On(string node, NodeCaller caller) => _context.Table.Find(node) is null
        ? throw new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {node}; see: runkit nodes")
        : new RelayedPlane(node, caller, _context.Relays, _context.Time);

    public void Forget(string node)
    {
        var view = _context.Table.Find(node) ?? throw new NodeCallException(NodeCallException.UnknownNode, $"there is no node named {node}; see: runkit nodes");
        if (view.State == NodeState.Up)
        {
            throw new NodeCallException(NodeCallException.Failed, $"node {node} answers: it leaves with: runkit cluster leave, there");
        }

        _context.Table.Left(node);
        _link.Tell(new LinkProtocol.Forget(view.Address), ActorRefs.NoSender);
    }

    /// <summary>Leaves, and ends. A second time it waits for the first.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Volatile.Read(ref _anew).TrySetResult("this node stops");
        await _life.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await StopAsync().ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    private NodeView Self() => new(
        _context.Facts.Name,
        _context.Facts.Listen,
        _system is { WhenTerminated.IsCompleted: false } ? NodeState.Up : NodeState.Joining,
        ProductVersion.Text,
        0,
        _began)
    {
        Self = true,
        Protocol = Recognition.Protocol,
        CertificateUntil = Authority.Until(_context.Identity.Certificate),
        ClockAheadMs = 0,
    };

    private bool HasLeft => _stop.IsCancellationRequested || !_context.IsConfigured;

    private async Task LiveAsync()
    {
        var pause = LeastPause;
        while (!_stop.IsCancellationRequested)
        {
            var began = _context.Time.GetTimestamp();
            var anew = New();
            Volatile.Write(ref _anew, anew);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            var why = await LiveOnceAsync(anew.Task).ConfigureAwait(false);
            pause = _context.Time.GetElapsedTime(began) > GoodLife ? LeastPause : pause;
            if (HasLeft && !_stop.IsCancellationRequested)
            {
                Left(_context.Log);
                return;
            }

            if (!_stop.IsCancellationRequested)
            {
                Anew(_context.Log, why, pause.TotalSeconds);
                await Task.Delay(pause, _context.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < MostPause ? pause * 2 : MostPause;
            }
        }
    }

    private async Task<string> LiveOnceAsync(Task<string> anew)
    {
        ActorSystem system;
        try
        {
            system = ActorSystem.Create(SystemName, Setup());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Akka wraps what a transport cannot do in exceptions of many kinds, several deep.
            return $"it cannot listen on {_context.Facts.Listen}: {e.GetBaseException().Message.ReplaceLineEndings(" ")}";
        }

        _link = system.ActorOf(LinkActor.Props(_context), LinkActor.Name);
        _system = system;
        await Task.WhenAny(anew, system.WhenTerminated).ConfigureAwait(false);
        var endedByItself = system.WhenTerminated.IsCompleted && !anew.IsCompleted;
        var why = endedByItself ? "its actor system has ended" : await anew.ConfigureAwait(false);
        if (endedByItself)
        {
            _context.EndedByItself();
        }

        if (HasLeft)
        {
            await LeaveAsync(system).ConfigureAwait(false);
        }

        await system.Terminate().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (HasLeft)
        {
            _context.Table.Clear();
        }

        _context.Table.AllLost(why);
        (_link, _system) = (ActorRefs.Nobody, null);
        return why;
    }

    // The others are told that it goes, where that takes no long time.
    private async Task LeaveAsync(ActorSystem system)
    {
        if (system.WhenTerminated.IsCompleted)
        {
            return;
        }

        var cluster = Akka.Cluster.Cluster.Get(system);
        using var limit = new CancellationTokenSource(LeaveLimit, _context.Time);
        if (Addresses.IsMember(cluster))
        {
            await cluster.LeaveAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ActorSystemSetup Setup()
    {
        var identity = _context.Identity;
        var ssl = new DotNettySslSetup(
            identity.Certificate,
            suppressValidation: false,
            requireMutualAuthentication: true,
            (certificate, _, peer, _, _) => IsDialled(peer)
                ? MemberCheck.IsOf(certificate, identity.Authority)
                : MemberCheck.Problem(certificate, identity.Authority, _context.RevokedSerials, _context.Time.GetUtcNow()) is null);
        return ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ClusterHocon.For(_context.Facts, _context.Options.Hocon)).WithConfigFallback(Akka.Configuration.ConfigurationFactory.Default()),
            ssl,
            new ClusterLog.Target(_context.Log, _context.Time));
    }

    // Whom this node dials is named by its address as Akka writes it; who dials this node by that of its socket. A system that refuses whom it dialled
    // is shut down by Akka's transport: so a certificate that has run out or is revoked only keeps its owner from dialling, and from being recognised.
    private static bool IsDialled(string peer) => peer.Contains("://", StringComparison.Ordinal);

    private static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(2, LogLevel.Information, "this node has left the cluster")]
    private static partial void Left(ILogger log);

    [LoggerMessage(1, LogLevel.Warning, "this node's part of the cluster begins anew in {Seconds} s: {Why}")]
    private static partial void Anew(ILogger log, string why, double seconds);
}
