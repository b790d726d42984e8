using System.Collections.Concurrent;

namespace RunKit.Tmux.Linux.Processes;

/// <summary>
/// Watches processes by pidfd: one thread polls all of them, and an eventfd of its own wakes it when there is another to watch. Where the
/// kernel has no pidfd (before 5.3, or forbidden), it looks at <c>/proc</c> again and again.
/// </summary>
public sealed class ProcessEnds : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Watch> _added = new();
    private readonly int _wake = PidFd.OpenWake();
    private readonly bool _usePidFd;
    private readonly TimeProvider _time;
    private int _disposed;

    /// <param name="time">For the looks at <c>/proc</c>.</param>
    /// <param name="usePidFd">False only to look at <c>/proc</c> where pidfds exist.</param>
    public ProcessEnds(TimeProvider time, bool usePidFd = true)
    {
        (_time, _usePidFd) = (time, usePidFd && _wake >= 0);
        if (_usePidFd)
        {
            new Thread(Poll) { IsBackground = true, Name = "process-ends" }.Start();
        }
    }

    /// <summary>
    /// Completes when that very process, by pid and start time, has ended; at once when it had ended before. A cancellation ends the watch
    /// and cancels the task.
    /// </summary>
    public Task EndAsync(ProcessIdentity process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var descriptor = _usePidFd ? PidFd.Open(process.Pid) : PidFd.None;

        // Looked at after it was opened: the descriptor then stands for that very process, or there is nothing to watch.
        if (ProcessTable.StartTicks(process.Pid) != process.StartTicks)
        {
            PidFd.Close(descriptor);
            return Task.CompletedTask;
        }

        if (descriptor < 0)
        {
            return LookAsync(process, cancellationToken);
        }

        var watch = new Watch(descriptor, cancellationToken);
        _added.Enqueue(watch);
        PidFd.Wake(_wake);
        var registration = cancellationToken.UnsafeRegister(static wake => PidFd.Wake((int)wake!), _wake);
        return Volatile.Read(ref _disposed) == 0 ? AwaitAsync(watch, registration) : throw new ObjectDisposedException(nameof(ProcessEnds));
    }

    /// <summary>Ends the thread; whatever is watched still is cancelled.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0 && _usePidFd)
        {
            PidFd.Wake(_wake);
        }
    }

    private static async Task AwaitAsync(Watch watch, CancellationTokenRegistration registration)
    {
        await using (registration)
        {
            await watch.Ended.Task.ConfigureAwait(false);
        }
    }

    private async Task LookAsync(ProcessIdentity process, CancellationToken cancellationToken)
    {
        var processes = new ProcessTable();
        while (processes.Lives(process))
        {
            await Task.Delay(LookAgainAfter, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Poll()
    {
        List<Watch> watches = [];
        while (Volatile.Read(ref _disposed) == 0)
        {
            while (_added.TryDequeue(out var added))
            {
                watches.Add(added);
            }

            watches.RemoveAll(watch => watch.Token.IsCancellationRequested && watch.Cancel());
            var ended = PidFd.Poll([_wake, .. watches.Select(watch => watch.Descriptor)]);
            for (var i = watches.Count - 1; i >= 0; i--)
            {
                if (ended[i + 1])
                {
                    watches[i].End();
                    watches.RemoveAt(i);
                }
            }
        }

        // The eventfd stays open: a cancellation that comes now would else wake whatever has its number by then.
        watches.AddRange(_added);
        watches.ForEach(watch => watch.Cancel());
    }

    private sealed class Watch(int descriptor, CancellationToken token)
    {
        public int Descriptor => descriptor;

        public CancellationToken Token => token;

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End()
        {
            PidFd.Close(descriptor);
            Ended.TrySetResult();
        }

        public bool Cancel()
        {
            PidFd.Close(descriptor);
            return token.IsCancellationRequested ? Ended.TrySetCanceled(token) : Ended.TrySetCanceled(CancellationToken.None);
        }
    }
}
