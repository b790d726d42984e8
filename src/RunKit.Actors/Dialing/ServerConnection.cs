using System.Globalization;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// What stands between RunKit and one server: at any moment at most one client that has listed and now waits for a change, and a client for
/// each command. Nothing of it is attached. Disposing ends the waiting client in order and leaves the server as it is.
/// </summary>
internal sealed class ServerConnection : IServerConnection
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    // A connection that nobody has claimed by then is given up.
    private static readonly TimeSpan ClaimLimit = TimeSpan.FromSeconds(10);

    // A wait that ends so often in a row without a word from a server that lives says that no connection can be had.
    private const int MostFailures = 2;

    private readonly ITmuxClient _client;
    private readonly IProcessTable _processes;
    private readonly TmuxServerAddress _server;
    private readonly GuardPolicy _policy;
    private readonly DialSettings _settings;
    private readonly TimeProvider _time;
    private readonly ListingReplyReader _reader;
    private readonly TmuxCommandLine _listing;
    private readonly CommandLanes _lanes = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<ConnectionEnd> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // A listing puts back what the guard lacks: never while a release takes it away.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationToken _endedToken;
    private readonly Task _watch;
    private TaskCompletionSource _hint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ListAndWait? _waiting;
    private int _failures;
    private bool _exiting;
    private bool _orderly;

    // The last wait but one ended in the middle.
    private bool _cutOff;
    private bool _claimed;
    private bool _released;
    private Task? _goodbye;
    private ITimer? _claimDeadline;
    private CancellationTokenRegistration _dialCancelled;

    public ServerConnection(
        ITmuxClient client, IProcessTable processes, TmuxServerAddress server, GuardPolicy policy, DialSettings settings, TimeProvider time)
    {
        (_client, _processes, _server, _policy, _settings, _time) = (client, processes, server, policy, settings, time);
        var commands = new ListingCommands(settings.Anchor, settings.Hooks, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]);
        _reader = new ListingReplyReader(commands);
        _listing = Line(commands.Commands(wait: policy == GuardPolicy.Floor));
        Guard = new ServerGuard(this, settings, time);
        _endedToken = _ended.Token;
        _watch = WatchProcessAsync();
    }

    public DialReport Report { get; set; } = null!;

    public Task<ConnectionEnd> Closed => _closed.Task;

    public TmuxServerAddress Server => _server;

    /// <summary>What guards that server.</summary>
    public ServerGuard Guard { get; }

    public bool TryClaim()
    {
        lock (_gate)
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
    public void Offer(CancellationToken dial)
    {
        _claimDeadline = _time.CreateTimer(_ => CloseUnlessClaimed(), null, ClaimLimit, Timeout.InfiniteTimeSpan);
        _dialCancelled = dial.Register(CloseUnlessClaimed);
    }

    public Task NextHintAsync()
    {
        lock (_gate)
        {
            return _hint.Task;
        }
    }

    public Task<ListOutcome> ListAsync(CancellationToken cancellationToken) => InTurnAsync(() => ListInTurnAsync(cancellationToken), cancellationToken);

    public async Task<CommandOutcome> ExecuteAsync(TmuxCommandLine line, string caller, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken)
    {
        var result = await _lanes.RunAsync(caller, SendAsync, cancellationToken).ConfigureAwait(false);
        return result is null ? new CommandOutcome.NotSent(LaneProblem(cancellationToken)) : CommandOutcome.From(result);

        // What a stopped process has in its queue it does when it goes on: long after its caller has been told.
        Task<TmuxResult> SendAsync() => _processes.Find(_server.Expected!.Pid) is { Stopped: true }
            ? Task.FromResult<TmuxResult>(new TmuxResult.NotSent(NotSentReason.Unreachable, ProcessStatus.StoppedWords(_server.Expected.Pid)))
            : _client.RunAsync(_server, line, new TmuxRunOptions { Input = input }, cancellationToken);
    }

    public Task<CommandOutcome> GuardAsync(CancellationToken cancellationToken) =>
        InTurnAsync(
            () => _policy == GuardPolicy.Observe
                ? Task.FromResult<CommandOutcome>(new CommandOutcome.NotSent("this plane only observes (runkit.guard = observe), and sets nothing on any server"))
                : Guard.LookAsync(cancellationToken),
            cancellationToken);

    public Task<CommandOutcome> ReleaseAsync(bool force, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var outcome = await ServerRelease.RunAsync(this, _settings, force, cancellationToken).ConfigureAwait(false);
            _released = outcome is CommandOutcome.Completed;
            return outcome;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Task goodbye;
        lock (_gate)
        {
            goodbye = _goodbye ??= SayGoodbyeAsync();
        }

        await goodbye.ConfigureAwait(false);
    }

    /// <summary>Lists the server; the client stays and waits for the next change. What waited before is ended first.</summary>
    /// <param name="limit">How long the listing may take; null for as long as it takes.</param>
    public async Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        if (_exiting)
        {
            return new ReadOutcome.Failed(ReadFailure.Exiting, "the server is shutting down");
        }

        await EndWaitAsync(cancellationToken).ConfigureAwait(false);
        if (_waiting is { Ended.IsCompleted: true } before)
        {
            _cutOff = ListAndWait.Failure(await before.Ended.ConfigureAwait(false))?.Kind == ReadFailure.ConnectionLost;
        }

        ListAndWait waiting;
        lock (_gate)
        {
            if (_goodbye is not null)
            {
                // A server that hung goes on: nobody would end what waits on it from now on.
                return new ReadOutcome.Failed(ReadFailure.Local, "the connection was closed");
            }

            _hint = _hint.Task.IsCompleted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : _hint;
            _waiting = waiting = new ListAndWait(_client, _server, _listing, _reader);
        }

        _ = FollowAsync(waiting);
        try
        {
            return await waiting.ReadAsync().WaitAsync(limit ?? Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            waiting.Abandon();
            return new ReadOutcome.Failed(ReadFailure.Unanswered, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit?.TotalSeconds:0.#} s"));
        }
        catch (OperationCanceledException)
        {
            waiting.Abandon();
            throw;
        }
    }

    /// <summary>Runs commands of the plane's own as one step of the server.</summary>
    public Task<TmuxResult> RunAsync(IEnumerable<TmuxCommand> commands, CancellationToken cancellationToken) =>
        _client.RunAsync(_server, Line(commands), new TmuxRunOptions { Deadline = _settings.AnswerTimeout }, cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ListOutcome> ListInTurnAsync(CancellationToken cancellationToken)
    {
        if (_released)
        {
            return new ListOutcome.Failed("it is released");
        }

        switch (await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            case ReadOutcome.Read { Reply: { IsReleased: true } reply } when _policy == GuardPolicy.Floor:
                // By somebody else: the next dial stays away.
                Close(new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, "it was released by another program"));
                return new ListOutcome.Listed(reply.State, []);
            case ReadOutcome.Read { Reply: var reply }:
                var events = _policy == GuardPolicy.Floor ? await Guard.KeepAsync(reply, cancellationToken).ConfigureAwait(false) : [];
                return new ListOutcome.Listed(reply.State, events);
            case ReadOutcome.Failed failed:
                return new ListOutcome.Failed(failed.Detail);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static TmuxCommandLine Line(IEnumerable<TmuxCommand> commands) => TmuxCommandLine.Join(
        commands.Select(command => TmuxCommandLine.Of(command.Name, command.Words.Skip(1).Select(TmuxArgument.Plain))));

    private static string LaneProblem(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? "it was given up before its turn came" : "too many commands wait for this server already";

    private async Task EndWaitAsync(CancellationToken cancellationToken)
    {
        // One that was given up ends by itself in a moment; a signal for it would stay in the queue of a server that hangs.
        if (_waiting is { Ended.IsCompleted: false, IsAbandoned: true } abandoned)
        {
            await abandoned.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (_waiting is { Ended.IsCompleted: false } waiting)
        {
            waiting.Expect();
            var signal = await _client.RunAsync(_server, Line([HintHooks.Signal]), TmuxRunOptions.Default, cancellationToken).ConfigureAwait(false);
            if (signal is TmuxResult.NotSent)
            {
                // Its socket is gone, or another's: the wait would never end.
                waiting.Abandon();
            }

            await waiting.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(ListAndWait waiting)
    {
        var failure = ListAndWait.Failure(await waiting.Ended.ConfigureAwait(false));
        switch (failure?.Kind)
        {
            case null:
                _failures = 0;
                if (waiting.IsExpectedToEnd)
                {
                    return;
                }

                break;
            case ReadFailure.Exiting or ReadFailure.ClosedUnread:
                // Its process goes on for a while. Nothing is dialled: its end is what is waited for.
                _exiting = true;
                _orderly |= failure.Kind == ReadFailure.Exiting;
                await EndHeldShutdownAsync().ConfigureAwait(false);
                return;
            case ReadFailure.Dead:
                // How it ended says the end of its process, which may come a moment later.
                await Task.WhenAny(_watch, Task.Delay(GoodbyeLimit, _time, _endedToken)).ConfigureAwait(false);
                Close(new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, failure.Detail));
                return;
            case ReadFailure.GenerationChanged or ReadFailure.NoAccess:
                Close(new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, failure.Detail));
                return;
            case ReadFailure.ConnectionLost or ReadFailure.BacklogFull when ++_failures >= MostFailures:
                Close(new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, failure.Detail));
                return;
            case ReadFailure.ConnectionLost:
                break;
            default:
                // The next refresh tries again.
                return;
        }

        lock (_gate)
        {
            _hint.TrySetResult();
        }
    }

    private async Task EndHeldShutdownAsync()
    {
        if (!Guard.HasMadeAnchor)
        {
            return;
        }

        try
        {
            await HeldShutdown.EndAsync(_client, _processes, _server, _time, _endedToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection was closed; the dial that follows it finds the server so.
        }
    }

    private async Task WatchProcessAsync()
    {
        try
        {
            await _processes.WaitForEndAsync(_server.Expected!, _endedToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // What the server said last came before its end, and says how it ended; between two waits nobody would have heard it.
        ReadFailure? last = null;
        if (_waiting is { } waiting && await Task.WhenAny(waiting.Ended, Task.Delay(GoodbyeLimit, _time)).ConfigureAwait(false) == waiting.Ended)
        {
            last = ListAndWait.Failure(await waiting.Ended.ConfigureAwait(false))?.Kind;
        }

        var heard = _cutOff || last == ReadFailure.ConnectionLost;
        Close(new ConnectionEnd(_orderly || last == ReadFailure.Exiting, ProcessEnded: true, heard, $"its process {_server.Expected!.Pid} has ended"));
    }

    private void Close(ConnectionEnd end) => _closed.TrySetResult(end);

    private void CloseUnlessClaimed()
    {
        lock (_gate)
        {
            if (!_claimed)
            {
                _goodbye ??= SayGoodbyeAsync();
            }
        }
    }

    // A stopped server gets nothing more into its queue; a client that just goes leaves its waiter there until the next signal.
    private async Task SayGoodbyeAsync()
    {
        await Task.Yield();
        if (_waiting is { Ended.IsCompleted: false } waiting)
        {
            using var limit = new CancellationTokenSource(GoodbyeLimit, _time);
            try
            {
                if (_processes.Find(_server.Expected!.Pid) is { Stopped: false } && !_exiting)
                {
                    await EndWaitAsync(limit.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // It does not answer: the connection is closed all the same.
            }

            waiting.Abandon();
            await waiting.Ended.ConfigureAwait(false);
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        _ended.Dispose();
        _claimDeadline?.Dispose();
        await _dialCancelled.DisposeAsync().ConfigureAwait(false);
        Close(new ConnectionEnd(Orderly: false, ProcessEnded: false, WasHeard: false, "it was closed"));
    }
}
