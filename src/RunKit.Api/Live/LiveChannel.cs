namespace RunKit.Api.Live;

/// <summary>One channel of a connection: what it sends, and what it takes.</summary>
internal abstract class LiveChannel(int number, LiveSender sender, long credit) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    private string _why = "";

    public int Number => number;

    public ChannelCredit Credit { get; } = new(credit);

    /// <summary>Its run, which never fails.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Begin(CancellationToken connection) => Running = RunToEndAsync(connection);

    /// <summary>Ends it.</summary>
    /// <param name="why">What its viewer is told.</param>
    public void Close(string why)
    {
        _why = why;
        _closed.Cancel();
    }

    /// <summary>Takes what the viewer sends; why it cannot be taken, in one line.</summary>
    public virtual ValueTask<string?> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>($"channel {number} takes no bytes");

    /// <summary>Its terminal has another size; why it cannot have one, in one line.</summary>
    public virtual ValueTask<string?> ResizeAsync(int columns, int rows, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>($"channel {number} is no terminal");

    public void Dispose() => _closed.Dispose();

    /// <summary>Sends until its end, and says why that came.</summary>
    protected abstract Task<(string Code, string Reason)> RunAsync(CancellationToken cancellationToken);

    protected Task SendAsync(LiveMessage message, CancellationToken cancellationToken) => sender.SendAsync(message with { Channel = number }, cancellationToken);

    protected Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => sender.SendAsync(number, bytes, Credit, cancellationToken);

    private async Task RunToEndAsync(CancellationToken connection)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection, _closed.Token);
        try
        {
            await SendAsync(new LiveMessage(LiveWords.Opened), either.Token).ConfigureAwait(false);
            var (code, reason) = await RunAsync(either.Token).ConfigureAwait(false);
            await SendAsync(new LiveMessage(LiveWords.Closed) { Code = code, Reason = reason }, connection).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested && !connection.IsCancellationRequested)
        {
            await SayClosedAsync(LiveWords.Ended, _why, connection).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            await SayClosedAsync(ProblemCodes.PlaneTimeout, e.Message, connection).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // The viewer has gone, and its connection says so.
        }
    }

    // What a message meets on a connection that has ended.
    private static bool IsEndOfConnection(Exception e) =>
        e is OperationCanceledException or System.Net.WebSockets.WebSocketException or IOException or ObjectDisposedException or InvalidOperationException;

    private async Task SayClosedAsync(string code, string reason, CancellationToken connection)
    {
        try
        {
            await SendAsync(new LiveMessage(LiveWords.Closed) { Code = code, Reason = reason }, connection).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // Nobody is there to be told.
        }
    }
}
