using System.Globalization;

namespace RunKit.Mcp.Jobs;

/// <summary>A run, with the newest of what it prints.</summary>
internal sealed class RunJob : Job
{
    private readonly TaskCompletionSource<RunView?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunView? _run;
    private RunResult? _result;
    private string? _problem;

    /// <summary>Its run; null when none was started.</summary>
    public Task<RunView?> Started => _started.Task;

    public RunView? Run => Volatile.Read(ref _run);

    /// <summary>Why it was not started; null when it was.</summary>
    public string? Refusal => (Volatile.Read(ref _result) as RunResult.Refused)?.Reason;

    public OutputBuffer Output { get; } = new();

    public override string Handle => $"run-{Run?.Id}";

    public override string Progress => string.Create(CultureInfo.InvariantCulture, $"running; it has printed {Output.Total} bytes");

    public override object Facts()
    {
        // Read first: what it ended with was written before.
        var ended = HasEnded;
        return Facts(Handle, Run, Volatile.Read(ref _result), Volatile.Read(ref _problem) ?? (ended ? Defect : null));
    }

    /// <summary>What is known of a run.</summary>
    public static object Facts(string handle, RunView? run, RunResult? result, string? problem) => result switch
    {
        null when problem is not null => new { State = "not-known", Handle = handle, Reason = problem },
        null => new { State = "running", Handle = handle, Pane = Pane(run), Next = "call result with this handle and the cursor, or cancel" },
        RunResult.Exited exited => new { State = "exited", exited.Code, Handle = handle, DurationMs = Duration(run), Pane = Kept(run) },
        RunResult.Signalled signalled => new { State = "signalled", signalled.Signal, signalled.Number, Handle = handle, DurationMs = Duration(run), Pane = Kept(run) },
        RunResult.TimedOut timedOut => new { State = "timed-out", Handle = handle, Reason = $"its time limit is over and it runs on: {timedOut.Where}" },
        RunResult.Lost lost => new { State = "lost", Handle = handle, lost.Reason },
        RunResult.Refused refused => new { State = "refused", refused.Reason },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Starts it and follows it. Ending the token ends the following, and not the run.</summary>
    public async Task FollowAsync(IControlPlane plane, ServerName server, RunRequest request, Func<Exception, string?> explain, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in plane.RunAsync(server, request, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Take(happened);
            }
        }
        catch (Exception e) when (explain(e) is { } problem)
        {
            Volatile.Write(ref _problem, problem);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _problem, "nobody follows it any more");
        }
        finally
        {
            _started.TrySetResult(Run);
            End();
        }
    }

    private void Take(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.Started started:
                Volatile.Write(ref _run, started.Run);
                _started.TrySetResult(started.Run);
                break;
            case RunEvent.Output output:
                Output.Add(output.ToBytes());
                break;
            case RunEvent.Ended ended:
                Volatile.Write(ref _run, ended.Run ?? Run);
                Volatile.Write(ref _result, ended.Result);
                break;
        }
    }

    private static string? Pane(RunView? run) => run is null ? null : $"{run.Pane} of {run.Server}";

    private static string? Kept(RunView? run) => run is { Keep: true } ? Pane(run) : null;

    private static long? Duration(RunView? run) => run?.DurationMs;
}
