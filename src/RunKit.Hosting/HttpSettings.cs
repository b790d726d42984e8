using System.Collections.Immutable;
using System.Net;

namespace RunKit.Hosting;

/// <summary>How a node serves its API beside its unix socket, and what it bounds.</summary>
/// <param name="Listen">Where it listens over TCP; null for nowhere.</param>
/// <param name="TokenFile">The file with the tokens; empty for the place that the node chooses.</param>
/// <param name="Hosts">What callers may call the node, beside the names of loopback.</param>
/// <param name="Origins">Pages of which origins may call it.</param>
/// <param name="MaxBody">The largest body of a request, in bytes.</param>
/// <param name="MaxStreams">How many event streams may be open at once.</param>
/// <param name="MaxConnections">How many connections over TCP there may be at once.</param>
/// <param name="MaxLocalConnections">How many connections to the unix socket there may be at once.</param>
public sealed record HttpSettings(
    IPEndPoint? Listen,
    string TokenFile,
    ImmutableArray<string> Hosts,
    ImmutableArray<string> Origins,
    int MaxBody,
    int MaxStreams,
    int MaxConnections,
    int MaxLocalConnections);
