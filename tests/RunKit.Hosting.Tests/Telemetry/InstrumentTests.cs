using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Hosting.Telemetry;
using RunKit.Testing.Fakes;
using RunKit.Testing.Planes;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;
using RunKit.Tmux.State;

namespace RunKit.Hosting.Tests.Telemetry;

/// <summary>Each instrument by itself, over fakes.</summary>
public sealed class InstrumentTests : IDisposable
{
    private static readonly ServerName Work = new("work");
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddRunKitPorts().BuildServiceProvider();
    private readonly FakePorts _ports = new();
    private readonly Measured _measured;

    public InstrumentTests() => _measured = new Measured(_services);

    private PlaneInstruments Instruments => _measured.Instruments;

    private MeasuredDialer Dialer => new(_ports.Dialer, Instruments);

    public void Dispose()
    {
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Servers_are_counted_by_status_and_anew_with_each_plane()
    {
        Instruments.Began();
        Instruments.Moved(null, ServerStatus.Dialing);
        Instruments.Moved(null, ServerStatus.Dialing);
        Instruments.Moved(ServerStatus.Dialing, ServerStatus.Connected);
        Instruments.CannotManage(3);
        Instruments.CannotManage(2);
        (_measured.Servers("dialing"), _measured.Servers("connected"), _measured.Servers("backing-off"), _measured.Servers("unmanageable")).ShouldBe((1, 1, 0, 2));

        Instruments.Moved(ServerStatus.Connected, null);
        (_measured.Servers("dialing"), _measured.Servers("connected")).ShouldBe((1, 0));

        Instruments.Began();
        (_measured.Servers("dialing"), _measured.Servers("unmanageable")).ShouldBe((0, 0));
        _measured.Count("runkit.servers", "status=connected").ShouldBe(1, "a status without servers is 0, not absent");
    }

    [Fact]
    public void Events_and_losses_by_cause_are_counted()
    {
        Instruments.Happened([new ServerReachable(), new ServerLost(LossCause.Killed, "seen")]);
        Instruments.Happened([new ServerLost(LossCause.Crashed, "seen"), new ServerLost(LossCause.Killed, "seen")]);

        _measured.Sum("runkit.events", "").ShouldBe(4);
        _measured.Sum("runkit.server.losses", "cause=killed").ShouldBe(2);
        _measured.Sum("runkit.server.losses", "cause=crashed").ShouldBe(1);
    }

    [Fact]
    public async Task Dials_are_timed_by_outcome_and_a_look_at_a_dead_server_is_no_span_to_keep()
    {
        var server = _ports.Start("work");
        var request = new DialRequest(server.Socket, GuardPolicy.Floor);
        using var ofTheThread = new Activity("left behind").Start();
        await Dialer.DialAsync(request, default);
        server.Die(Ends.Orderly);
        await Dialer.DialAsync(request, default);
        server.Dials.ThrowNext(new InvalidOperationException("boom"));
        await Should.ThrowAsync<InvalidOperationException>(() => Dialer.DialAsync(request, default));

        _measured.Count("runkit.dial.duration", "outcome=connected").ShouldBe(1);
        _measured.Count("runkit.dial.duration", "outcome=server-dead").ShouldBe(1);
        _measured.Count("runkit.dial.duration", "outcome=fault").ShouldBe(1);
        _measured.Spans.Select(span => (span.DisplayName, span.GetTagItem("runkit.outcome"), span.Recorded, span.Status)).ShouldBe(
        [
            ("runkit dial", "connected", true, ActivityStatusCode.Unset),
            ("runkit dial", "server-dead", false, ActivityStatusCode.Unset),
            ("runkit dial", "fault", true, ActivityStatusCode.Error),
        ]);
        _measured.Spans.ShouldAllBe(span => span.Parent == null && span.ParentSpanId == default);
        Activity.Current.ShouldBe(ofTheThread);
    }

    [Fact]
    public async Task A_measured_connection_is_the_connection_and_its_listings_are_timed()
    {
        var server = _ports.Start("work");
        var connection = (await Dialer.DialAsync(new DialRequest(server.Socket, GuardPolicy.Floor), default)).ShouldBeOfType<DialOutcome.Connected>().Connection;

        connection.TryClaim().ShouldBeTrue();
        server.Connection.IsClaimed.ShouldBeTrue();
        connection.Report.ShouldBe(server.Connection.Report);
        (await connection.ListAsync(default)).ShouldBeOfType<ListOutcome.Listed>();
        (await connection.ExecuteAsync(TmuxCommandLine.Exec(["load-buffer", "-"]), "cli", "text"u8.ToArray(), default)).ShouldBe(CommandOutcome.Completed.Of());
        var (line, caller, input) = server.Connection.Commands.Made.ShouldHaveSingleItem();
        (line.ToString(), caller, Encoding.UTF8.GetString(input!.Value.Span)).ShouldBe(("load-buffer -", "cli", "text"));
        server.Connection.Hint();
        await connection.NextHintAsync();
        (await connection.GuardAsync(default)).ShouldBeOfType<CommandOutcome.Completed>();
        (await connection.ReleaseAsync(force: true, default)).ShouldBeOfType<CommandOutcome.Completed>();
        server.Connection.Releases.Made.ShouldBe([true]);
        await connection.DisposeAsync();
        server.Connection.IsDisposed.ShouldBeTrue();

        _measured.Count("runkit.listing.duration", "outcome=listed").ShouldBe(1);
    }

    [Fact]
    public async Task Commands_are_timed_by_verb_and_outcome_and_are_spans_of_their_caller()
    {
        var fake = new FakeControlPlane { OnKill = _ => new KillOutcome.StillAlive("it hangs") };
        var plane = new MeasuredPlane(fake, Instruments);
        using var caller = new Activity("caller").Start();

        await plane.ExecuteAsync(Work, ["send-keys", "secret"], default);
        await plane.KillAsync(Work, default);
        await plane.NewAsync(new NewServer(Work, null, null, [], AttachOk: false), default);
        await plane.ReleaseAsync(Work, default);
        await plane.GuardAsync(Work, default);

        _measured.Count("runkit.command.duration", "verb=exec outcome=completed").ShouldBe(1);
        _measured.Count("runkit.command.duration", "verb=kill outcome=still-alive").ShouldBe(1);
        _measured.Count("runkit.command.duration", "verb=new outcome=created").ShouldBe(1);
        _measured.Count("runkit.command.duration", "verb=release outcome=completed").ShouldBe(1);
        _measured.Count("runkit.command.duration", "verb=guard outcome=completed").ShouldBe(1);
        _measured.Spans.Select(span => (span.DisplayName, span.Status)).ShouldBe(
        [
            ("runkit exec", ActivityStatusCode.Unset), ("runkit kill", ActivityStatusCode.Error), ("runkit new", ActivityStatusCode.Unset),
            ("runkit release", ActivityStatusCode.Unset), ("runkit guard", ActivityStatusCode.Unset),
        ]);
        _measured.Spans.ShouldAllBe(span => span.ParentSpanId == caller.SpanId && (string)span.GetTagItem("runkit.server")! == "work");
        var exec = _measured.Spans.First();
        exec.GetTagItem("runkit.command").ShouldBe("send-keys");
        exec.TagObjects.ShouldNotContain(tag => tag.Value!.ToString()!.Contains("secret"));
    }

    [Fact]
    public async Task What_is_done_in_panes_is_timed_by_verb_and_outcome()
    {
        var ended = new RunEvent.Ended(new RunResult.Exited(3), null);
        var fake = new FakeControlPlane { OnWait = (_, _) => new WaitOutcome.Held("text"), OnRun = (_, _) => [RunEvent.Output.Of("secret"u8), ended] };
        var plane = new MeasuredPlane(fake, Instruments);
        var pane = new PaneAddress(Work, new PaneId(1));

        await plane.SendAsync(pane, new SendRequest("secret"), default);
        await plane.CaptureAsync(pane, CaptureOptions.Default, default);
        await plane.WaitAsync(pane, new WaitRequest { Text = "secret" }, default);
        (await plane.RunAsync(Work, new RunRequest(["secret"]), default).ToListAsync()).Last().ShouldBe(ended);
        await foreach (var first in plane.RunAsync(Work, new RunRequest(["secret"]), default))
        {
            _measured.Sum("runkit.command.active", "verb=run").ShouldBe(1);
            break;
        }

        _measured.Count("runkit.command.duration", "verb=send outcome=delivered").ShouldBe(1);
        _measured.Count("runkit.command.duration", "verb=capture outcome=unknown-pane").ShouldBe(1);
        _measured.Count("runkit.pane.duration", "verb=wait outcome=held").ShouldBe(1);
        _measured.Count("runkit.pane.duration", "verb=run outcome=exited").ShouldBe(1);
        _measured.Count("runkit.pane.duration", "verb=run outcome=cancelled").ShouldBe(1);
        _measured.Sum("runkit.command.active", "verb=run").ShouldBe(0);
        _measured.Spans.Select(span => (span.DisplayName, span.Status)).ShouldBe(
        [
            ("runkit send", ActivityStatusCode.Unset), ("runkit capture", ActivityStatusCode.Error), ("runkit wait", ActivityStatusCode.Unset),
            ("runkit run", ActivityStatusCode.Unset), ("runkit run", ActivityStatusCode.Error),
        ]);
        _measured.Spans.SelectMany(span => span.TagObjects).ShouldNotContain(tag => tag.Value!.ToString()!.Contains("secret"));
    }

    [Fact]
    public async Task A_run_that_throws_is_a_fault_and_not_active_any_more()
    {
        var fake = new FakeControlPlane { OnRun = (_, _) => throw new InvalidOperationException("boom") };
        var plane = new MeasuredPlane(fake, Instruments);

        await Should.ThrowAsync<InvalidOperationException>(async () => await plane.RunAsync(Work, new RunRequest(["true"]), default).ToListAsync());

        _measured.Count("runkit.pane.duration", "verb=run outcome=fault").ShouldBe(1);
        _measured.Sum("runkit.command.active", "verb=run").ShouldBe(0);
    }

    [Fact]
    public async Task A_command_is_active_until_it_ends_however_it_ends()
    {
        var fake = new FakeControlPlane();
        var plane = new MeasuredPlane(fake, Instruments);
        fake.OnCommand = (_, _, _) =>
        {
            _measured.Sum("runkit.command.active", "verb=exec").ShouldBe(1);
            throw new TimeoutException("it does not answer");
        };

        await Should.ThrowAsync<TimeoutException>(() => plane.ExecuteAsync(Work, ["list-sessions"], default));

        _measured.Sum("runkit.command.active", "verb=exec").ShouldBe(0);
        _measured.Count("runkit.command.duration", "verb=exec outcome=plane-timeout").ShouldBe(1);
        fake.OnCommand = (_, _, _) => throw new OperationCanceledException();
        await Should.ThrowAsync<OperationCanceledException>(() => plane.ExecuteAsync(Work, ["list-sessions"], default));
        _measured.Sum("runkit.command.active", "verb=exec").ShouldBe(0);
        _measured.Count("runkit.command.duration", "verb=exec outcome=cancelled").ShouldBe(1);
    }

    [Fact]
    public void Durations_are_in_seconds_and_advise_buckets()
    {
        List<Instrument> published = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "RunKit" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                {
                    published.Add(instrument);
                }
            },
        };
        listener.Start();

        var durations = published.OfType<Histogram<double>>().ToArray();
        durations.Length.ShouldBe(4);
        durations.ShouldAllBe(duration => duration.Unit == "s" && duration.Advice!.HistogramBucketBoundaries!.Count > 5);
        published.ShouldAllBe(instrument => !string.IsNullOrEmpty(instrument.Description) && !string.IsNullOrEmpty(instrument.Unit));
        var page = Repository.Read("docs/embedding.md");
        published.ShouldAllBe(instrument => page.Contains($"| `{instrument.Name}` |"));
    }
}
