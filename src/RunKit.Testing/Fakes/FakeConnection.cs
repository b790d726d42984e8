using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.State;

namespace RunKit.Testing.Fakes;

/// <summary>A connection to no server: it lists <see cref="State"/>, completes every command and hints when it is told to.</summary>
public sealed class FakeConnection : IServerConnection
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ConnectionEnd> _closed = new();
    private TaskCompletionSource? _listener;
    private TaskCompletionSource? _goodbye;
    private Exception? _hintFailure;
    private ServerState _state;
    private bool _hinted;
    private bool _claimed;
    private bool _disposed;
    private int _lists;
    private int _guards;

    /// <param name="report">What the dial learned; its state is what the first listings say.</param>
    public FakeConnection(DialReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        _state = report.State;
        Lists = new(_ => new ListOutcome.Listed(State, []), () => new ListOutcome.Failed("timed out"));
        Commands = new(_ => CommandOutcome.Completed.Of(), () => new CommandOutcome.Unknown("timed out"));
        Guards = new(_ => CommandOutcome.Completed.Of("the hidden session _rk-ctl keeps it"));
        Releases = new(_ => CommandOutcome.Completed.Of("its hooks are as they were"));
    }

    public DialReport Report { get; }

    public Task<ConnectionEnd> Closed => _closed.Task;

    /// <summary>What a listing says from now on.</summary>
    public ServerState State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>The listings, numbered from 1.</summary>
    public FakeCalls<int, ListOutcome> Lists { get; }

    /// <summary>The commands that were sent.</summary>
    public FakeCalls<ConnectionCommand, CommandOutcome> Commands { get; }

    /// <summary>The looks at the guard, numbered from 1.</summary>
    public FakeCalls<int, CommandOutcome> Guards { get; }

    /// <summary>The releases: whether each was forced, and how it ended.</summary>
    public FakeCalls<bool, CommandOutcome> Releases { get; }

    public bool IsClaimed => Volatile.Read(ref _claimed);

    public bool IsDisposed => Volatile.Read(ref _disposed);

    public bool TryClaim()
    {
        lock (_gate)
        {
            if (_claimed || _disposed)
            {
                return false;
            }

            _claimed = true;
            return true;
        }
    }

    /// <summary>Until somebody claims it, cancelling the dial disposes it.</summary>
    public void BelongTo(CancellationToken dial) => dial.Register(() =>
    {
        if (!IsClaimed)
        {
            GiveUp();
        }
    });

    /// <summary>Hints that something has changed.</summary>
    public void Hint()
    {
        TaskCompletionSource? listener;
        lock (_gate)
        {
            listener = _listener;
            _listener = null;
            _hinted = listener is null;
        }

        if (listener is not null)
        {
            Inline.Run(() => listener.TrySetResult());
        }
    }

    /// <summary>Changes what a listing says, and hints at it.</summary>
    public void Change(ServerState state)
    {
        State = state;
        Hint();
    }

    /// <summary>Ends the connection: what is under way stays without an answer.</summary>
    public void End(ConnectionEnd end)
    {
        Inline.Run(() => _closed.TrySetResult(end));
        Commands.AnswerHeld(new CommandOutcome.Unknown("the connection ended"));
        Guards.AnswerHeld(new CommandOutcome.Unknown("the connection ended"));
        Releases.AnswerHeld(new CommandOutcome.Unknown("the connection ended"));
        Lists.AnswerHeld(new ListOutcome.Failed("the connection ended"));
    }

    /// <summary>Has the next wait for a hint throw, as a port never should.</summary>
    public void ThrowAtNextHint(Exception failure) => Volatile.Write(ref _hintFailure, failure);

    /// <summary>From now on disposing takes until <see cref="EndGoodbye"/>.</summary>
    public void HoldGoodbye() => Volatile.Write(ref _goodbye, new TaskCompletionSource());

    /// <summary>Lets a held goodbye end.</summary>
    public void EndGoodbye() => Inline.Run(() => Volatile.Read(ref _goodbye)?.TrySetResult());

    public Task NextHintAsync()
    {
        if (Interlocked.Exchange(ref _hintFailure, null) is { } failure)
        {
            throw failure;
        }

        lock (_gate)
        {
            if (_hinted)
            {
                _hinted = false;
                return Task.CompletedTask;
            }

            _listener ??= new TaskCompletionSource();
            return _listener.Task;
        }
    }

    public Task<ListOutcome> ListAsync(CancellationToken cancellationToken)
    {
        // What was hinted at before is in this listing.
        lock (_gate)
        {
            _hinted = false;
        }

        return Closed.IsCompleted
            ? Task.FromResult<ListOutcome>(new ListOutcome.Failed("the connection has ended"))
            : Lists.AnswerAsync(Interlocked.Increment(ref _lists), cancellationToken);
    }

    public Task<CommandOutcome> ExecuteAsync(
        TmuxCommandLine line, string caller, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken) => Closed.IsCompleted
        ? Task.FromResult<CommandOutcome>(new CommandOutcome.NotSent("the connection has ended"))
        : Commands.AnswerAsync(new ConnectionCommand(line, caller, input), cancellationToken);

    public Task<CommandOutcome> GuardAsync(CancellationToken cancellationToken) => Guards.AnswerAsync(Interlocked.Increment(ref _guards), cancellationToken);

    public Task<CommandOutcome> ReleaseAsync(bool force, CancellationToken cancellationToken) => Closed.IsCompleted
        ? Task.FromResult<CommandOutcome>(new CommandOutcome.NotSent("the connection has ended"))
        : Releases.AnswerAsync(force, cancellationToken);

    /// <summary>Disposes it.</summary>
    public void GiveUp()
    {
        Volatile.Write(ref _disposed, true);
        End(Ends.Silent);
    }

    public ValueTask DisposeAsync()
    {
        GiveUp();
        return Volatile.Read(ref _goodbye) is { } goodbye ? new ValueTask(goodbye.Task) : ValueTask.CompletedTask;
    }
}

/// <summary>A command as a connection was given it.</summary>
public sealed record ConnectionCommand(TmuxCommandLine Line, string Caller, ReadOnlyMemory<byte>? Input);

/// <summary>How connections end.</summary>
public static class Ends
{
    /// <summary>The server said that it ends, and did.</summary>
    public static ConnectionEnd Orderly { get; } = new(Orderly: true, ProcessEnded: true, WasHeard: true, "its process has ended");

    /// <summary>The server ended without a word to the client that waited there.</summary>
    public static ConnectionEnd Crashed { get; } = new(Orderly: false, ProcessEnded: true, WasHeard: true, "its process has ended");

    /// <summary>No connection can be had any more; of the server nothing is known.</summary>
    public static ConnectionEnd Silent { get; } = new(Orderly: false, ProcessEnded: false, WasHeard: false, "the connection was lost");
}
