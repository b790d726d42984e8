using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// Awaits a read that has not completed, and then runs something else on the thread that would have gone to sleep: whatever that does, and for
/// however long, the read goes on elsewhere. Saves a hand-over between threads, some 0.1 ms where they sleep.
/// </summary>
internal readonly struct ReadThenRun(ValueTask<int> read, IThreadPoolWorkItem work) : ICriticalNotifyCompletion
{
    private readonly ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _read = read.ConfigureAwait(false).GetAwaiter();

    public bool IsCompleted => false;

    public ReadThenRun GetAwaiter() => this;

    [SuppressMessage("Usage", "VSTHRD002", Justification = "Called by the await itself, once the read has completed.")]
    public int GetResult() => _read.GetResult();

    public void OnCompleted(Action continuation)
    {
        // The continuation may be running, and this awaiter gone, before the work has begun.
        var then = work;
        _read.OnCompleted(continuation);
        then.Execute();
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        var then = work;
        _read.UnsafeOnCompleted(continuation);
        then.Execute();
    }
}
