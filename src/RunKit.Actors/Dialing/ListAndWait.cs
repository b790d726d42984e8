using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// One client that lists a server and then, if asked, waits for the next change. Its listing is there as soon as the server has printed it;
/// the client itself ends when something changes, when somebody signals, or with the server.
/// </summary>
internal sealed class ListAndWait
{
    private const int MostOutput = TmuxRunOptions.UsualOutputLimit;
    private const string TooLong = "tmux's listing is longer than what is kept of an output";

    private readonly ListingReplyReader _reader;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _printed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();

    // Until it is read: the wait may take for hours.
    private MemoryStream? _output = new();
    private bool _expected;

    /// <summary>Sends it.</summary>
    public ListAndWait(ITmuxClient client, TmuxServerAddress server, TmuxCommandLine line, ListingReplyReader reader)
    {
        _reader = reader;
        Ended = RunAsync(client, server, line);
    }

    /// <summary>How the client ended. Never faults.</summary>
    public Task<TmuxResult> Ended { get; }

    /// <summary>The connection itself ends the wait: its end says nothing of a change.</summary>
    public bool IsExpectedToEnd => Volatile.Read(ref _expected);

    /// <summary>From now on the wait ends because the connection wants it to.</summary>
    public void Expect() => Volatile.Write(ref _expected, true);

    /// <summary>Closes the client, whatever it waits for.</summary>
    public void Abandon() => _abandoned.Cancel();

    /// <summary>It was closed, or is being closed: nothing is sent any more to end it.</summary>
    public bool IsAbandoned => _abandoned.IsCancellationRequested;

    /// <summary>The listing, or why there is none. It can be read once.</summary>
    public async Task<ReadOutcome> ReadAsync()
    {
        await Task.WhenAny(_printed.Task, Ended).ConfigureAwait(false);
        var output = TakeOutput();
        if (output.Length > MostOutput)
        {
            return new ReadOutcome.Failed(ReadFailure.NotUnderstood, TooLong);
        }

        if (!_printed.Task.IsCompleted && Failure(await Ended.ConfigureAwait(false)) is { } failure)
        {
            return failure;
        }

        return _reader.TryRead(output, out var reply, out var problem)
            ? new ReadOutcome.Read(reply!)
            : new ReadOutcome.Failed(ReadFailure.NotUnderstood, problem);
    }

    /// <summary>What a client's end says of its server; null for an end in order.</summary>
    public static ReadOutcome.Failed? Failure(TmuxResult result) => result switch
    {
        TmuxResult.Exited { Cut: true } => new(ReadFailure.NotUnderstood, TooLong),
        TmuxResult.Exited { Status: not 0 } exited => new(ReadFailure.NotUnderstood, Words(exited)),
        TmuxResult.Exited => null,
        TmuxResult.NotSent notSent => new(Kind(notSent.Reason), notSent.Detail),
        TmuxResult.Unknown unknown => new(Kind(unknown.Reason), unknown.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Words(TmuxResult.Exited exited) =>
        System.Text.Encoding.UTF8.GetString(exited.Error.Span).Trim().ReplaceLineEndings(" ");

    private static ReadFailure Kind(NotSentReason reason) => reason switch
    {
        NotSentReason.ServerDead or NotSentReason.Absent => ReadFailure.Dead,
        NotSentReason.BacklogFull => ReadFailure.BacklogFull,
        NotSentReason.GenerationChanged => ReadFailure.GenerationChanged,
        NotSentReason.NotOurs => ReadFailure.NoAccess,
        NotSentReason.ServerExiting => ReadFailure.ClosedUnread,
        NotSentReason.WrongProtocol => ReadFailure.NotUnderstood,
        _ => ReadFailure.Local,
    };

    private static ReadFailure Kind(UnknownReason reason) => reason switch
    {
        UnknownReason.Deadline => ReadFailure.Unanswered,
        UnknownReason.Cancelled => ReadFailure.Local,
        UnknownReason.ServerExiting => ReadFailure.Exiting,
        UnknownReason.ClosedUnread => ReadFailure.ClosedUnread,
        UnknownReason.ConnectionLost => ReadFailure.ConnectionLost,
        _ => ReadFailure.NotUnderstood,
    };

    private Task<TmuxResult> RunAsync(ITmuxClient client, TmuxServerAddress server, TmuxCommandLine line) =>
        client.RunAsync(server, line, new TmuxRunOptions { OnOutput = Take, KeepsOutput = false }, _abandoned.Token);

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_output is null || _output.Length > MostOutput)
            {
                return;
            }

            _output.Write(bytes.Span);
            if (_output.Length <= MostOutput && !_reader.IsWhole(_output.GetBuffer().AsSpan(0, (int)_output.Length)))
            {
                return;
            }
        }

        _printed.TrySetResult();
    }

    private ReadOnlyMemory<byte> TakeOutput()
    {
        lock (_gate)
        {
            var output = _output is null ? default : _output.GetBuffer().AsMemory(0, (int)_output.Length);
            _output = null;
            return output;
        }
    }
}
