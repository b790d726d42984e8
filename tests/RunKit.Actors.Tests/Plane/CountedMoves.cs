using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

/// <summary>Writes down what a plane counts.</summary>
internal sealed class CountedMoves : IPlaneInstruments
{
    public ConcurrentQueue<string> Told { get; } = new();

    public void Began() => Told.Enqueue("began");

    public void Moved(ServerStatus? from, ServerStatus? to) => Told.Enqueue($"{from} -> {to}");

    public void CannotManage(int sockets) => Told.Enqueue($"{sockets} unmanageable");

    public void Happened(ImmutableArray<ServerEvent> events) => Told.Enqueue($"{events.Length} events");
}
