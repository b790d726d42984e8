using System.Collections.Immutable;

namespace RunKit.Testing.Fakes;

/// <summary>
/// How a fake answers one kind of call: as usual, as scripted, by throwing, or not before the test says so. Safe for any thread.
/// </summary>
/// <param name="usual">The answer to a call for which nothing is scripted.</param>
/// <param name="whenCancelled">The answer to a held call that is cancelled; null leaves it to the test.</param>
public sealed class FakeCalls<TRequest, TResult>(Func<TRequest, TResult> usual, Func<TResult>? whenCancelled = null)
{
    private readonly Lock _gate = new();
    private readonly Queue<Func<TRequest, TResult>> _script = [];
    private ImmutableList<TRequest> _made = [];
    private ImmutableList<HeldCall<TRequest, TResult>> _held = [];
    private bool _holds;

    /// <summary>Every call so far, in order.</summary>
    public ImmutableList<TRequest> Made => Volatile.Read(ref _made);

    /// <summary>How many calls were made.</summary>
    public int Count => Made.Count;

    /// <summary>The calls that wait for the test, in order.</summary>
    public ImmutableList<HeldCall<TRequest, TResult>> Held => Volatile.Read(ref _held).RemoveAll(call => call.IsAnswered);

    /// <summary>From now on calls wait until the test answers them. What is scripted is answered at once all the same.</summary>
    public void Hold() => Volatile.Write(ref _holds, true);

    /// <summary>From now on calls are answered at once. Those that wait already go on waiting.</summary>
    public void HoldNoMore() => Volatile.Write(ref _holds, false);

    /// <summary>Scripts the answer to the next call that has no script yet.</summary>
    public void Next(TResult result) => Script(_ => result);

    /// <summary>Has the next call that has no script yet throw, as a port never should.</summary>
    public void ThrowNext(Exception failure) => Script(_ => throw failure);

    internal Task<TResult> AnswerAsync(TRequest request, CancellationToken cancellationToken)
    {
        Func<TRequest, TResult>? scripted;
        lock (_gate)
        {
            Volatile.Write(ref _made, _made.Add(request));
            if (!_script.TryDequeue(out scripted) && _holds)
            {
                var call = new HeldCall<TRequest, TResult>(request, whenCancelled, cancellationToken);
                Volatile.Write(ref _held, _held.Add(call));
                return call.Result;
            }
        }

        return Task.FromResult((scripted ?? usual)(request));
    }

    internal void AnswerHeld(TResult result)
    {
        foreach (var call in Held)
        {
            call.Answer(result);
        }
    }

    private void Script(Func<TRequest, TResult> answer)
    {
        lock (_gate)
        {
            _script.Enqueue(answer);
        }
    }
}

/// <summary>
/// A call that waits for the test. It is answered on the test's thread: when <see cref="Answer"/> returns, what awaited the call has
/// gone on.
/// </summary>
public sealed class HeldCall<TRequest, TResult>
{
    private readonly TaskCompletionSource<TResult> _result = new();
    private readonly CancellationToken _cancellationToken;

    internal HeldCall(TRequest request, Func<TResult>? whenCancelled, CancellationToken cancellationToken)
    {
        Request = request;
        _cancellationToken = cancellationToken;
        if (whenCancelled is not null)
        {
            cancellationToken.Register(() => Answer(whenCancelled()));
        }
    }

    public TRequest Request { get; }

    /// <summary>Whether the caller has given it up.</summary>
    public bool IsCancelled => _cancellationToken.IsCancellationRequested;

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool IsAnswered => _result.Task.IsCompleted;

    internal Task<TResult> Result => _result.Task;

    /// <summary>Answers it. The second answer counts for nothing.</summary>
    public void Answer(TResult result) => Inline.Run(() => _result.TrySetResult(result));

    /// <summary>Ends it as a cancelled call ends.</summary>
    public void Cancel() => Inline.Run(() => _result.TrySetCanceled(_cancellationToken));

    /// <summary>Ends it with an exception, as a port never should.</summary>
    public void Fail(Exception failure) => Inline.Run(() => _result.TrySetException(failure));
}

/// <summary>Runs continuations here and now: a synchronization context, such as a test kit's, would send them to the pool.</summary>
internal static class Inline
{
    public static void Run(Action complete)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            complete();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
