using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace RunKit.Api.Events;

/// <summary>
/// Writes one reader's events until the reader or the node ends. The greeting and every heartbeat carry the id to come back with, so that a
/// reader who has seen no event yet, or whose filter let none through, misses nothing either. Events carry no <c>event:</c> field, so that a browser hands them all to
/// one listener; their type is in the JSON. What a slow reader has not taken stays in the plane's log: here it holds up to 64 KiB, the server as
/// much again, and a page of the log.
/// </summary>
/// <param name="plane">Where the events come from.</param>
/// <param name="filter">Which events to write, and from where on.</param>
/// <param name="reached">Which events the reader may know of.</param>
/// <param name="time">Measures the heartbeat.</param>
/// <param name="slots">A stream needs one for as long as it lasts.</param>
/// <param name="ending">The node is shutting down.</param>
internal sealed class EventStream(
    IControlPlane plane, EventFilter filter, Func<PlaneEvent, bool> reached, TimeProvider time, StreamSlots slots, CancellationToken ending) : IResult
{
    /// <summary>A reader that takes nothing for so long, while there is something to take, is disconnected.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LastWordLimit = TimeSpan.FromSeconds(2);

    private const int RetryMilliseconds = 1000;
    private const int MostUnflushedBytes = 64 * 1024;

    private long _written;
    private EventId? _passed;

    private string Passed => _passed is null ? "" : $"id: {_passed}\n";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!slots.TryTake(httpContext, out var problem))
        {
            await Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.TooManyStreams, problem)
                .ExecuteAsync(httpContext).ConfigureAwait(false);
            return;
        }

        try
        {
            if (HttpMethods.IsHead(httpContext.Request.Method))
            {
                SetHeaders(httpContext.Response);
                return;
            }

            await RunToEndAsync(httpContext).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task RunToEndAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ending);
        try
        {
            await RunAsync(response, either).ConfigureAwait(false);

            // The plane itself has ended, which it may do before its host says so.
            await SayLastWordAsync(httpContext).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !httpContext.RequestAborted.IsCancellationRequested)
        {
            if (response.HasStarted)
            {
                await SayLastWordAsync(httpContext).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone, as readers do.
        }
        catch (TimeoutException e) when (!response.HasStarted)
        {
            await Answers.Problem(StatusCodes.Status504GatewayTimeout, ProblemCodes.PlaneTimeout, e.Message)
                .ExecuteAsync(httpContext).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The plane does not answer, or the reader does not read. Too late for a status: the stream breaks off here, and its reader asks again.
            httpContext.Abort();
        }
    }

    // A reader that takes nothing does not hold up the node's end.
    private async Task SayLastWordAsync(HttpContext httpContext)
    {
        try
        {
            var writer = httpContext.Response.BodyWriter;
            Write(writer, ": the node ends\n\n");
            await writer.FlushAsync(httpContext.RequestAborted).AsTask().WaitAsync(LastWordLimit, time, httpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            httpContext.Abort();
        }
    }

    private async Task RunAsync(HttpResponse response, CancellationTokenSource end)
    {
        var cancellationToken = end.Token;
        var begin = new EventFilter { After = filter.After, Since = filter.Since };
        if (begin is { After: null, Since: null })
        {
            begin = begin with { After = await plane.GetLastEventIdAsync(cancellationToken).ConfigureAwait(false) };
        }

        // Which event a moment stands for shows with the first event; until then its reader comes back with the moment.
        _passed = begin.After;
        var events = plane.ReadEventsAsync(begin, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = Task.FromResult(false);
        try
        {
            next = events.MoveNextAsync().AsTask();
            await GreetAsync(response, cancellationToken).ConfigureAwait(false);
            while (await HasNextAsync(next, response.BodyWriter, cancellationToken).ConfigureAwait(false))
            {
                _passed = events.Current.Id;
                if (filter.Admits(events.Current) && reached(events.Current))
                {
                    Write(response.BodyWriter, events.Current);
                    _written = time.GetTimestamp();
                }

                next = events.MoveNextAsync().AsTask();
                if (!next.IsCompleted || response.BodyWriter.UnflushedBytes > MostUnflushedBytes)
                {
                    await FlushAsync(response.BodyWriter, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);

            // An enumerator may be disposed of only when it rests.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task GreetAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        SetHeaders(response);
        _written = time.GetTimestamp();
        Write(response.BodyWriter, $": connected\nretry: {RetryMilliseconds}\n{Passed}\n");
        await FlushAsync(response.BodyWriter, cancellationToken).ConfigureAwait(false);
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <exception cref="TimeoutException">The reader takes nothing.</exception>
    private async Task FlushAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        var flush = writer.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
        {
            return;
        }

        await flush.AsTask().WaitAsync(StallLimit, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> HasNextAsync(Task<bool> next, PipeWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var left = HttpContract.Heartbeat - time.GetElapsedTime(_written);
            if (left <= TimeSpan.Zero)
            {
                Write(writer, $": still here\n{Passed}\n");
                _written = time.GetTimestamp();
                await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (next.IsCompleted)
            {
                return await next.ConfigureAwait(false);
            }

            try
            {
                await next.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Nothing happened for a heartbeat's time. The next event may have come meanwhile, or its failure; either is met above.
            }
        }
    }

    private static void Write(PipeWriter writer, PlaneEvent happened)
    {
        Write(writer, $"id: {happened.Id}\ndata: ");
        using (var json = new Utf8JsonWriter(writer))
        {
            JsonSerializer.Serialize(json, happened, PlaneJson.Default.PlaneEvent);
        }

        Write(writer, "\n\n");
    }

    private static void Write(PipeWriter writer, string text) => Encoding.UTF8.GetBytes(text, writer);
}
