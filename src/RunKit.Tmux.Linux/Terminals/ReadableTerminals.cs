using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>
/// Tells when there is something to be read from terminals of ours: one thread polls all of them, and an eventfd of its own wakes it when there is
/// another to wait for. The base library waits so for sockets and pipes alone.
/// </summary>
internal sealed partial class ReadableTerminals
{
    private const int DuplicateForUs = 1030;

    private readonly ConcurrentQueue<Wait> _added = new();
    private readonly int _wake = PidFd.OpenWake();

    private ReadableTerminals() => new Thread(Poll) { IsBackground = true, Name = "terminals" }.Start();

    /// <summary>The one of this process.</summary>
    public static ReadableTerminals Shared { get; } = new();

    /// <summary>Completes when there is something, or nobody is at the other side any more.</summary>
    public async Task WaitAsync(int descriptor, CancellationToken cancellationToken)
    {
        // A descriptor of its own: the other one may be closed meanwhile, and its number given to something else.
        var own = Control(descriptor, DuplicateForUs, 0);
        if (own < 0)
        {
            return;
        }

        var wait = new Wait(own, cancellationToken);
        _added.Enqueue(wait);
        PidFd.Wake(_wake);
        await using var registration = cancellationToken.UnsafeRegister(static wake => PidFd.Wake((int)wake!), _wake).ConfigureAwait(false);
        await wait.Over.Task.ConfigureAwait(false);
    }

    private void Poll()
    {
        List<Wait> waits = [];
        while (true)
        {
            while (_added.TryDequeue(out var added))
            {
                waits.Add(added);
            }

            waits.RemoveAll(wait => wait.Token.IsCancellationRequested && wait.End());
            var readable = PidFd.Poll([_wake, .. waits.Select(wait => wait.Descriptor)]);
            for (var i = waits.Count - 1; i >= 0; i--)
            {
                if (readable[i + 1] && waits[i].End())
                {
                    waits.RemoveAt(i);
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int value);

    private sealed class Wait(int descriptor, CancellationToken token)
    {
        public int Descriptor => descriptor;

        public CancellationToken Token => token;

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool End()
        {
            PidFd.Close(descriptor);
            return token.IsCancellationRequested ? Over.TrySetCanceled(token) : Over.TrySetResult();
        }
    }
}
