using System.Collections.Immutable;
using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests;

/// <summary>What a plane would have been told, in order.</summary>
public sealed class ReportRecorder
{
    private ImmutableList<(PlaneProtocol.ServerReport Report, IActorRef By)> _reports = [];
    private ImmutableList<PlaneProtocol.UnmanageableSockets> _unmanageable = [];

    public ImmutableList<PlaneProtocol.UnmanageableSockets> Unmanageable => Volatile.Read(ref _unmanageable);

    /// <summary>The reports on one server.</summary>
    public IReadOnlyList<PlaneProtocol.ServerReport> Reports(string server = "a") =>
        [.. Volatile.Read(ref _reports).Where(told => told.Report.View.Name == server).Select(told => told.Report)];

    /// <summary>What happened to one server.</summary>
    public IReadOnlyList<ServerEvent> Events(string server = "a") => [.. Reports(server).SelectMany(report => report.Events)];

    /// <summary>What happened to one server, of one kind.</summary>
    public IReadOnlyList<T> Events<T>(string server = "a")
        where T : ServerEvent => [.. Events(server).OfType<T>()];

    /// <summary>The life that an event was told of.</summary>
    public ServerGeneration? GenerationOf(ServerEvent happened, string server = "a") =>
        Reports(server).Single(report => report.Events.Any(told => ReferenceEquals(told, happened))).Generation;

    /// <summary>A server as it was last told.</summary>
    public ServerView View(string server = "a") => Reports(server)[^1].View;

    /// <summary>The actor that last told of a server.</summary>
    public IActorRef Actor(string server = "a") => Volatile.Read(ref _reports).Last(told => told.Report.View.Name == server).By;

    /// <summary>An actor that stands in for the plane's.</summary>
    public Props Plane() => Props.Create(() => new Recorder(this));

    private sealed class Recorder : ReceiveActor
    {
        public Recorder(ReportRecorder told)
        {
            Receive<PlaneProtocol.ServerReport>(report =>
                ImmutableInterlocked.Update(ref told._reports, (all, added) => all.Add(added), (report, Sender)));
            Receive<PlaneProtocol.UnmanageableSockets>(sockets =>
                ImmutableInterlocked.Update(ref told._unmanageable, (all, added) => all.Add(added), sockets));
        }
    }
}
