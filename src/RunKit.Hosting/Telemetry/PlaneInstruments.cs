using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using RunKit.Actors;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.State;

namespace RunKit.Hosting.Telemetry;

/// <summary>
/// Everything that is measured of one plane. No instrument is tagged with a server's name, since servers come and go without bound: spans
/// and events tell of single servers. Safe to use from any thread.
/// </summary>
internal sealed class PlaneInstruments : IPlaneInstruments, IDisposable
{
    private static readonly double[] DialSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] AnswerSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // What takes as long as what happens in a pane: a run, a wait.
    private static readonly double[] PaneSeconds = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600];
    private static readonly ImmutableArray<ServerStatus> Statuses = [.. Enum.GetValues<ServerStatus>()];

    private readonly int[] _servers = new int[Statuses.Length];
    private readonly KeyValuePair<string, object?> _node;
    private readonly Counter<long> _events;
    private readonly Counter<long> _losses;
    private readonly Histogram<double> _dials;
    private readonly Histogram<double> _listings;
    private readonly Histogram<double> _commands;
    private readonly Histogram<double> _panes;
    private readonly UpDownCounter<int> _active;
    private int _unmanageable;

    /// <param name="meters">Makes the meter, and tells one application's from another's.</param>
    public PlaneInstruments(IMeterFactory meters, RunKitOptions options)
    {
        _node = new KeyValuePair<string, object?>("node", options.Plane.Node);
        var meter = meters.Create(RunKitTelemetry.MeterName);
        meter.CreateObservableUpDownCounter("runkit.servers", Servers, "{server}", "Servers in the socket directory, by status");
        _events = meter.CreateCounter<long>("runkit.events", "{event}", "Events in the plane's order");
        _losses = meter.CreateCounter<long>("runkit.server.losses", "{loss}", "Servers that died, by cause");
        _dials = Seconds(meter, "runkit.dial.duration", "Dials, by outcome", DialSeconds);
        _listings = Seconds(meter, "runkit.listing.duration", "Readings of a whole server, by outcome", AnswerSeconds);
        _commands = Seconds(meter, "runkit.command.duration", "Commands from their caller to tmux's answer, by verb and outcome", AnswerSeconds);
        _panes = Seconds(meter, "runkit.pane.duration", "Runs and waits from their caller to their end, by verb and outcome", PaneSeconds);
        _active = meter.CreateUpDownCounter<int>("runkit.command.active", "{command}", "Commands that wait for their answer, by verb");
    }

    /// <summary>Where the plane's spans come from.</summary>
    public ActivitySource Source { get; } = new(RunKitTelemetry.ActivitySourceName);

    /// <summary>The node's id.</summary>
    public string Node => (string)_node.Value!;

    public void Began()
    {
        foreach (var status in Statuses)
        {
            Volatile.Write(ref _servers[(int)status], 0);
        }

        Volatile.Write(ref _unmanageable, 0);
        _events.Add(0, _node);
    }

    public void Moved(ServerStatus? from, ServerStatus? to)
    {
        Add(from, -1);
        Add(to, 1);
    }

    public void CannotManage(int sockets) => Volatile.Write(ref _unmanageable, sockets);

    public void Happened(ImmutableArray<ServerEvent> events)
    {
        _events.Add(events.Length, _node);
        foreach (var lost in events.OfType<ServerLost>())
        {
            _losses.Add(1, _node, new KeyValuePair<string, object?>("cause", KebabCase.Of(lost.Cause)));
        }
    }

    public void Dialled(string outcome, TimeSpan took) => _dials.Record(took.TotalSeconds, _node, Outcome(outcome));

    public void Listed(string outcome, TimeSpan took) => _listings.Record(took.TotalSeconds, _node, Outcome(outcome));

    public void CommandBegan(string verb) => _active.Add(1, _node, Verb(verb));

    public void CommandEnded(string verb, string outcome, TimeSpan took)
    {
        _active.Add(-1, _node, Verb(verb));
        (verb is "run" or "wait" ? _panes : _commands).Record(took.TotalSeconds, _node, Verb(verb), Outcome(outcome));
    }

    public void Dispose() => Source.Dispose();

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);

    private static KeyValuePair<string, object?> Verb(string verb) => new("verb", verb);

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] boundaries) =>
        meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private void Add(ServerStatus? status, int servers)
    {
        if (status is { } known)
        {
            Interlocked.Add(ref _servers[(int)known], servers);
        }
    }

    // A status that no server is in is 0, not absent: otherwise nobody could tell it from a plane that does not say.
    private IEnumerable<Measurement<int>> Servers() => Statuses.Select(status => new Measurement<int>(
        Volatile.Read(ref _servers[(int)status]) + (status == ServerStatus.Unmanageable ? Volatile.Read(ref _unmanageable) : 0),
        _node,
        new KeyValuePair<string, object?>("status", KebabCase.Of(status))));
}
