using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

/// <summary>Writes down what a plane counts.</summary>
internal sealed class CountedMoves : IPlaneInstruments
{
    public ConcurrentQueue<string> Calls { get; } = new();

    public void Began() => Calls.Enqueue("began");

    public void Moved(ServerStatus? from, ServerStatus? to) => Calls.Enqueue($"{from} -> {to}");

    public void CannotManage(int sockets) => Calls.Enqueue($"{sockets} unmanageable");

    public void Happened(ImmutableArray<ServerEvent> events) => Calls.Enqueue($"{events.Length} events");
}
