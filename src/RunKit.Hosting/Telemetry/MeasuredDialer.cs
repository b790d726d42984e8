using System.Diagnostics;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Telemetry;

/// <summary>A dialer whose dials, and whose connections' listings, are measured.</summary>
internal sealed class MeasuredDialer(IServerDialer dialer, PlaneInstruments instruments) : IServerDialer
{
    public ProbeVerdict Probe(SocketPath socket) => dialer.Probe(socket);

    public async Task<DialOutcome> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        // Whatever span the actor's thread was left with is none of this dial's.
        Activity.Current = null;
        using var span = instruments.Source.StartActivity("runkit dial", ActivityKind.Client);
        span?.SetTag("runkit.node", instruments.Node).SetTag("runkit.socket", request.Socket.Value);
        var began = Stopwatch.GetTimestamp();
        var word = OutcomeWords.Fault;
        try
        {
            var outcome = await dialer.DialAsync(request, cancellationToken).ConfigureAwait(false);
            word = OutcomeWords.Of(outcome);
            return outcome is DialOutcome.Connected connected
                ? new DialOutcome.Connected(new MeasuredConnection(connected.Connection, instruments))
                : outcome;
        }
        catch (OperationCanceledException)
        {
            word = OutcomeWords.Cancelled;
            throw;
        }
        finally
        {
            instruments.Dialled(word, Stopwatch.GetElapsedTime(began));
            End(span, word);
        }
    }

    // A dead server is probed for as long as its file lies there; a span for each look would bury the others.
    private static void End(Activity? span, string outcome)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("runkit.outcome", outcome);
        if (outcome == OutcomeWords.ServerDead)
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
        else if (outcome is not ("connected" or "released" or OutcomeWords.Cancelled))
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
