using System.Text.Json;
using RunKit.Api.Events;
using RunKit.Api.Security;

namespace RunKit.Api.Runs;

/// <summary>
/// What a run tells, a JSON object a line, as it comes. The run goes on when its reader goes. An empty line says that the node is still there.
/// </summary>
internal sealed class RunAnswer(IAsyncEnumerable<RunEvent> events, StreamSlots slots, CancellationToken ending) : IResult, IWritesOutcome
{
    public const string ContentType = "application/x-ndjson";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!slots.TryTake(httpContext, out var problem))
        {
            AuditLog.Write(httpContext, ProblemCodes.TooManyStreams);
            await Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.TooManyStreams, problem).ExecuteAsync(httpContext).ConfigureAwait(false);
            return;
        }

        // Until its end has been seen, nobody can tell.
        var outcome = ProblemCodes.OutcomeUnknown;
        try
        {
            await WriteAsync(httpContext).ConfigureAwait(false);
            outcome = AuditLog.Done;
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested || ending.IsCancellationRequested)
        {
            // The reader has gone, or the node goes; the run does not.
        }
        catch (TimeoutException e) when (!httpContext.Response.HasStarted)
        {
            await Answers.Problem(StatusCodes.Status504GatewayTimeout, ProblemCodes.PlaneTimeout, e.Message).ExecuteAsync(httpContext).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
            AuditLog.Write(httpContext, outcome);
        }
    }

    private async Task WriteAsync(HttpContext httpContext)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ending);
        var reader = events.GetAsyncEnumerator(either.Token);
        var next = Task.FromResult(false);
        try
        {
            next = reader.MoveNextAsync().AsTask();
            while (await HasNextAsync(httpContext, next, either.Token).ConfigureAwait(false))
            {
                await WriteAsync(httpContext.Response, reader.Current, either.Token).ConfigureAwait(false);
                next = reader.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await either.CancelAsync().ConfigureAwait(false);

            // An enumerator may be disposed of only when it rests.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<bool> HasNextAsync(HttpContext context, Task<bool> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(Heartbeat, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!next.IsCompleted && context.Response.HasStarted)
            {
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(HttpResponse response, RunEvent happened, CancellationToken cancellationToken)
    {
        if (!response.HasStarted)
        {
            response.ContentType = ContentType;
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
        }

        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(happened, PlaneJson.Default.RunEvent), (byte)'\n'];
        await response.Body.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
