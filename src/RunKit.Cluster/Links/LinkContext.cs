using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Directory;
using RunKit.Cluster.Relay;

namespace RunKit.Cluster.Links;

/// <summary>What every start of the cluster's actor system finds: it outlives each.</summary>
internal sealed partial class LinkContext(ClusterIdentity identity, ClusterFiles? files, ClusterOptions options, IControlPlane plane, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan StrangersLeftAlone = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _dialled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _strangers = new(StringComparer.Ordinal);
    private ClusterFacts _facts = identity.Facts;
    private RevocationList _revoked = identity.Revoked;
    private ImmutableHashSet<string> _serials = [.. identity.Revoked.Serials];

    public ClusterIdentity Identity { get; } = identity;

    public ClusterOptions Options { get; } = options;

    /// <summary>This node's own plane.</summary>
    public IControlPlane Plane { get; } = plane;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public NodeTable Table { get; } = new(time);

    public Relays Relays { get; } = new();

    /// <summary>This node's plane as a caller of another node has it: with the servers that it reaches, and what it changes is audited.</summary>
    public required Func<string, string?, IControlPlane> PlaneFor { get; init; }

    /// <summary>Is told of what a caller of another node wanted and was refused: by whom, and what.</summary>
    public required Action<string, string> OnRefused { get; init; }

    /// <summary>Asks for a new actor system.</summary>
    public Action<string> BeginAnew { get; set; } = _ => { };

    public ClusterFacts Facts => Volatile.Read(ref _facts);

    /// <summary>The serial numbers that do not count.</summary>
    public ImmutableHashSet<string> RevokedSerials => Volatile.Read(ref _serials);

    public string RevokedText => Volatile.Read(ref _revoked).ToText();

    /// <summary>Somebody at an address is dialled, and has not answered yet.</summary>
    public void Dialled(string address) => _dialled[address] = Time.GetTimestamp();

    /// <summary>Who is at an address has answered as a member does.</summary>
    public void Answered(string address) => _dialled.TryRemove(address, out _);

    /// <summary>
    /// The actor system has ended by itself. Akka's transport does that when it has dialled a stranger and does not trust its certificate: whoever
    /// has not answered may be one, and is left alone for a while.
    /// </summary>
    public void EndedByItself()
    {
        foreach (var address in _dialled.Keys)
        {
            _strangers[address] = Time.GetTimestamp();
        }

        _dialled.Clear();
    }

    /// <summary>Whether an address is left alone.</summary>
    public bool IsStrange(string address) => _strangers.TryGetValue(address, out var since) && Time.GetElapsedTime(since) < StrangersLeftAlone;

    /// <summary>Keeps where a member was found: it is asked after the next start.</summary>
    public void Remember(string address)
    {
        lock (_gate)
        {
            if (address == _facts.Listen || _facts.Peers.Contains(address, StringComparer.Ordinal))
            {
                return;
            }

            Volatile.Write(ref _facts, _facts with { Peers = _facts.Peers.Add(address) });
            Keep(() => files?.Save(_facts));
        }
    }

    /// <summary>A member was taken out: it is not asked any more.</summary>
    public void Drop(string address)
    {
        lock (_gate)
        {
            Volatile.Write(ref _facts, _facts with { Peers = _facts.Peers.Remove(address) });
            Keep(() => files?.Save(_facts));
        }
    }

    /// <summary>Takes a list of what is revoked in, if it is newer.</summary>
    /// <returns>Whether it was.</returns>
    public bool Revoke(RevocationList? list)
    {
        lock (_gate)
        {
            if (list is null || list.Number <= _revoked.Number)
            {
                return false;
            }

            Volatile.Write(ref _revoked, list);
            Volatile.Write(ref _serials, [.. list.Serials]);
            Keep(() => files?.Save(list));
            return true;
        }
    }

    /// <summary>This machine is a node of the cluster still: <c>cluster leave</c> takes its files away.</summary>
    public bool IsConfigured => files?.Exist ?? true;

    /// <summary>Reads what the verbs of <c>cluster</c> have written on this machine.</summary>
    public bool Reread()
    {
        try
        {
            return files is not null && IsConfigured && Revoke(files.Revoked(Identity.Authority));
        }
        catch (ClusterProblemException e)
        {
            NotKept(Log, e.Message);
            return false;
        }
    }

    // What cannot be written down is known all the same until this node ends.
    private void Keep(Action save)
    {
        try
        {
            if (IsConfigured)
            {
                save();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept(Log, e.Message);
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "the cluster's files: {Problem}")]
    private static partial void NotKept(ILogger log, string problem);
}
