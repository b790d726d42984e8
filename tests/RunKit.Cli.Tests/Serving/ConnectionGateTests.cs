using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;
using RunKit.Cli.Serving;
using RunKit.Testing.Time;

namespace RunKit.Cli.Tests.Serving;

public sealed class ConnectionGateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_caller_from_whom_no_request_comes_for_ten_seconds_is_let_go()
    {
        using var meter = new Meter("test");
        var silent = new DefaultConnectionContext("silent");
        var served = Gate(meter, 10).Around(StaysAsync)(silent);

        _time.Advance(NodeLimits.Headers - TimeSpan.FromMilliseconds(1));
        silent.ConnectionClosed.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await served.WaitAsync(TimeSpan.FromSeconds(60));
        silent.ConnectionClosed.IsCancellationRequested.ShouldBeTrue();
        NodeLimits.Headers.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_whose_request_has_come_stays()
    {
        using var meter = new Meter("test");
        var caller = new DefaultConnectionContext("caller");
        var served = Gate(meter, 10).Around(StaysAsync)(caller);
        var request = new DefaultHttpContext();
        request.Features.Set<IConnectionItemsFeature>(caller);

        await ConnectionGate.Hear(request, _ => Task.CompletedTask);
        _time.Advance(TimeSpan.FromDays(1));

        caller.ConnectionClosed.IsCancellationRequested.ShouldBeFalse();
        caller.Abort();
        await served.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task More_than_there_may_be_are_turned_away_and_counted()
    {
        using var meter = new Meter("test");
        var refused = new ConcurrentQueue<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => { if (instrument.Meter == meter) { to.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => refused.Enqueue($"{tags[0].Value}"));
        listener.Start();
        var gate = Gate(meter, 2);
        var caller = new DefaultConnectionContext("first");

        Enumerable.Range(0, 4).Select(_ => gate.TryEnter()).ShouldBe([true, true, false, false]);

        refused.ShouldBe(["tcp", "tcp"]);
        gate.Open.Value.ShouldBe(2);
        var served = gate.Around(StaysAsync)(caller);
        caller.Abort();
        await served.WaitAsync(TimeSpan.FromSeconds(60));
        gate.Open.Value.ShouldBe(1);
        gate.TryEnter().ShouldBeTrue();
    }

    private static Task StaysAsync(ConnectionContext connection)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task;
    }

    private ConnectionGate Gate(Meter meter, int most) => new("tcp", most, null, meter.CreateCounter<long>("refused"), _time, NullLogger.Instance);
}
