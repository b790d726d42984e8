namespace RunKit.Mcp.Jobs;

/// <summary>A wait at a pane.</summary>
internal sealed class WaitJob(string handle, TargetHandle pane) : Job
{
    private WaitOutcome? _outcome;
    private string? _problem;

    public override string Handle { get; } = handle;

    public override string Progress => "still waiting";

    public override object Facts()
    {
        // Read first: what it ended with was written before.
        var ended = HasEnded;
        return Facts(Volatile.Read(ref _outcome), ended);
    }

    private object Facts(WaitOutcome? outcome, bool ended) => outcome switch
    {
        null when Volatile.Read(ref _problem) is { } problem => new { Pane = pane.ToString(), State = "not-known", Reason = problem },
        null when ended => new { Pane = pane.ToString(), State = "not-known", Reason = Defect },
        null => new { Pane = pane.ToString(), State = "still-waiting", Handle, Next = "call result with this handle" },
        WaitOutcome.Held held => new { Pane = pane.ToString(), State = "held", held.Condition },
        WaitOutcome.TimedOut => new { Pane = pane.ToString(), State = "timed-out" },
        WaitOutcome.Gone => new { Pane = pane.ToString(), State = "gone", Reason = "the pane, or its program, has ended" },
        WaitOutcome.NotKnown not => new { Pane = pane.ToString(), State = "not-known", not.Reason },
        _ => new { Pane = pane.ToString(), State = "gone", Reason = "there is no such pane" },
    };

    /// <summary>Waits; ends with the token.</summary>
    public async Task RunAsync(IControlPlane plane, PaneAddress address, WaitRequest request, Func<Exception, string?> explain, CancellationToken cancellationToken)
    {
        try
        {
            Volatile.Write(ref _outcome, await plane.WaitAsync(address, request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (explain(e) is { } problem)
        {
            Volatile.Write(ref _problem, problem);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _problem, "it was given up");
        }
        finally
        {
            End();
        }
    }
}
