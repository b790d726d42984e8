using RunKit.Actors;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.Fakes;

/// <summary>A plane's whole outside, in memory.</summary>
public sealed class FakePorts
{
    public FakePorts() => Dialer = new FakeDialer(Processes);

    public FakeSockets Sockets { get; } = new();

    public FakeProcesses Processes { get; } = new();

    public FakeDialer Dialer { get; }

    public FakeClient Client { get; } = new();

    public FakeLauncher Launcher { get; } = new();

    public FakeTerminals Terminals { get; } = new();

    public FixedJitter Jitter { get; } = new();

    /// <summary>The clock; the system's unless a test has one of its own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The ports as the actors take them.</summary>
    public PlanePorts ToPorts() => new(Sockets, Dialer, Processes, Client, Launcher, Terminals, Jitter, Time);

    /// <summary>What the dialer meets at a name's socket.</summary>
    public FakeServer Server(string name) => Dialer.At(SocketPath.In(Sockets.Directory, new ServerName(name)));

    /// <summary>Starts a server and makes its socket.</summary>
    public FakeServer Start(string name)
    {
        var server = Server(name);
        server.Start();
        Sockets.Create(name);
        return server;
    }
}
