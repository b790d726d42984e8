using System.Globalization;
using RunKit.Tmux.ControlMode;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// A live <c>tmux -N -C</c> client. Its stdout is read to the end whatever happens and waits for nobody: a client that is not drained
/// wedges the user's <c>kill-server</c>.
/// </summary>
internal sealed class ControlConnection : IServerConnection
{
    /// <summary>How long the goodbye may take before the client is asked to go with SIGTERM.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    /// <summary>A connection that nobody has claimed by then is given up.</summary>
    private static readonly TimeSpan ClaimLimit = TimeSpan.FromSeconds(10);

    // The server holds copies of our pipes: while it is stopped their end never comes, though the client is gone.
    private static readonly TimeSpan EndOfFileGrace = TimeSpan.FromMilliseconds(250);

    private readonly IControlClient _client;
    private readonly TimeProvider _time;
    private readonly ReplyRouter _replies;
    private readonly ListingCache _listings = new();
    private readonly HintLatch _hints = new();
    private readonly ConnectionInterest _interest = new();
    private readonly TaskCompletionSource<HandshakeResult> _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ErrorText _errors;
    private readonly Handshake _greeting;
    private readonly Lock _ownership = new();
    private bool _claimed;
    private Task? _goodbye;
    private TmuxNotification.Exit? _exit;
    private IThreadPoolWorkItem? _untold;
    private string? _fault;
    private DialReport? _report;
    private TmuxCommand? _farewell;
    private ITimer? _claimDeadline;
    private CancellationTokenRegistration _dialCancelled;

    public ControlConnection(IControlClient client, Handshake greeting, TimeProvider time)
    {
        _client = client;
        _greeting = greeting;
        _time = time;
        _replies = new ReplyRouter(client.Input, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]);
        _errors = new ErrorText(client.Errors);
        Closed = RunAsync();
    }

    public DialReport Report => _report ?? throw new InvalidOperationException("the handshake has not completed");

    public Task<ConnectionEnd> Closed { get; }

    /// <summary>What the handshake came to. Completes in every case, with the client's own words when it ended early.</summary>
    public Task<HandshakeResult> Handshake => _handshake.Task;

    public bool TryClaim()
    {
        lock (_ownership)
        {
            if (_goodbye is not null || _claimed)
            {
                return false;
            }

            _claimed = true;
            _claimDeadline?.Dispose();
            return true;
        }
    }

    /// <summary>
    /// Completes the dial. Until somebody claims it the connection belongs to the dial: cancelling that, or nobody coming within
    /// <see cref="ClaimLimit"/>, ends it.
    /// </summary>
    /// <param name="farewell">The command by which the client leaves; null for an empty line.</param>
    public void Offer(DialReport report, TmuxCommand? farewell, CancellationToken dial)
    {
        _farewell = farewell;
        _report = report;
        _claimDeadline = _time.CreateTimer(_ => AbandonUnlessClaimed(), null, ClaimLimit, Timeout.InfiniteTimeSpan);
        _dialCancelled = dial.Register(AbandonUnlessClaimed);
    }

    private void AbandonUnlessClaimed()
    {
        lock (_ownership)
        {
            if (!_claimed)
            {
                _goodbye ??= SayGoodbyeAsync();
            }
        }
    }

    public Task NextHintAsync() => _hints.NextAsync();

    public async Task<ListOutcome> ListAsync(CancellationToken cancellationToken)
    {
        var reply = await _replies.SendLineAsync(StateReader.Line, cancellationToken).ConfigureAwait(false);
        return reply.Outcome is CommandOutcome.Completed ? _listings.Read(reply.Blocks) : new ListOutcome.Failed(reply.Outcome.ToString());
    }

    public async Task<CommandOutcome> ExecuteAsync(TmuxCommand command, string caller, CancellationToken cancellationToken) =>
        (await _replies.SendAsync(command, caller, cancellationToken).ConfigureAwait(false)).Outcome;

    public string? OldestOfOthers => _replies.OldestOfOthers;

    public async ValueTask DisposeAsync()
    {
        Task goodbye;
        lock (_ownership)
        {
            goodbye = _goodbye ??= SayGoodbyeAsync();
        }

        await goodbye.ConfigureAwait(false);
    }

    private async Task SayGoodbyeAsync()
    {
        if (_report is null)
        {
            // In the middle of a handshake nothing is said: what has been set up ends best with a client that simply goes.
            _client.Terminate();
        }
        else
        {
            _replies.SayGoodbye(_farewell);
        }

        await EndsWithinAsync(GoodbyeLimit).ConfigureAwait(false);
        if (!Closed.IsCompleted)
        {
            _client.Terminate();
            await EndsWithinAsync(GoodbyeLimit).ConfigureAwait(false);
        }

        _replies.End("the connection was closed");
        _claimDeadline?.Dispose();
        await _dialCancelled.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private Task<Task> EndsWithinAsync(TimeSpan limit) => Task.WhenAny(Closed, Task.Delay(limit, _time));

    private async Task<ConnectionEnd> RunAsync()
    {
        var reading = ReadToEndAsync();
        var exiting = _client.WaitForExitAsync();
        await Task.WhenAny(reading, exiting).ConfigureAwait(false);
        if (!exiting.IsCompleted)
        {
            // Its output has ended and it has not: an end of its life that tmux itself never shows. Help it.
            await Task.WhenAny(exiting, Task.Delay(EndOfFileGrace, _time)).ConfigureAwait(false);
            _client.Terminate();
            await Task.WhenAny(exiting, Task.Delay(GoodbyeLimit, _time)).ConfigureAwait(false);
        }

        await Task.WhenAny(Task.WhenAll(reading, _errors.Drained), Task.Delay(EndOfFileGrace, _time)).ConfigureAwait(false);
        var end = new ConnectionEnd(_exit is not null, _exit?.Reason, Describe());
        _replies.End("the connection ended before the answer came");
        _handshake.TrySetResult(new HandshakeResult.Failed(_greeting.Problem is { Length: > 0 } words ? words : end.Detail));
        return end;
    }

    private async Task ReadToEndAsync()
    {
        var output = _client.Output;
        var reader = new ControlModeReader(_interest);
        var buffer = new byte[8 * 1024];
        try
        {
            while (true)
            {
                // The caller that has just had its answer goes on here, while the next read waits elsewhere.
                var read = output.ReadAsync(buffer);
                var untold = _untold;
                _untold = null;
                int count;
                if (untold is not null && !read.IsCompleted)
                {
                    count = await new ReadThenRun(read, untold);
                }
                else
                {
                    ReplyRouter.Tell(untold);
                    count = await read.ConfigureAwait(false);
                }

                if (count == 0)
                {
                    break;
                }

                reader.Feed(buffer.AsSpan(0, count));
                if (reader.TakeHints() > 0)
                {
                    _hints.Set();
                }

                while (reader.TryTake(out var item))
                {
                    Take(item);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            _fault ??= e.Message;
        }
        finally
        {
            ReplyRouter.Tell(_untold);
        }
    }

    private void Take(ControlModeItem item)
    {
        if (item is TmuxNotification.Exit exit)
        {
            _exit = exit;
        }

        if (!_handshake.Task.IsCompleted && _greeting.Take(item) is { } result)
        {
            _handshake.TrySetResult(result);
            _interest.Attach();
        }

        switch (item)
        {
            case ControlBlock { FromStdin: true } block:
                TakeReply(block);
                break;
            case TmuxNotification.SessionChanged:
                _hints.Set();
                break;
        }
    }

    private void TakeReply(ControlBlock block)
    {
        var problem = _replies.Take(block, out var caller);
        if (caller is not null)
        {
            ReplyRouter.Tell(_untold);
            _untold = caller;
        }

        if (problem is not null)
        {
            _fault ??= problem;
            _replies.End(problem);
            _client.Terminate();
        }
    }

    private string Describe()
    {
        var said = _exit is null ? "the client ended without %exit" : $"%exit {_exit.Reason}".TrimEnd();
        var errors = _errors.Text;
        return string.Join("; ", new[] { _fault, errors.Length > 0 ? errors : null, said }.OfType<string>());
    }
}
