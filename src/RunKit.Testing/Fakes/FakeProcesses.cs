using System.Collections.Immutable;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;

namespace RunKit.Testing.Fakes;

/// <summary>A process table that holds what a test puts there. Safe for any thread.</summary>
public sealed class FakeProcesses : IProcessTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, ProcessStatus> _processes = [];
    private ImmutableHashSet<int> _ancestors = [];
    private readonly List<Waiter> _waiters = [];
    private ImmutableList<ProcessIdentity> _killed = [];
    private Exception? _failure;
    private Exception? _waitFailure;
    private int _nextPid = 1000;
    private long _ticks;
    private int _looks;

    /// <summary>How often somebody asked for a process.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>A new process. Its pid may be one that an ended process had; it is another process all the same.</summary>
    public ProcessIdentity Start(int? pid = null)
    {
        lock (_gate)
        {
            var process = new ProcessIdentity(pid ?? _nextPid++, ++_ticks);
            if (_processes.ContainsKey(process.Pid))
            {
                throw new InvalidOperationException($"a fake process {process.Pid} runs already");
            }

            _processes[process.Pid] = new ProcessStatus(process, Stopped: false);
            return process;
        }
    }

    /// <summary>The processes that were ended by <see cref="TryKill"/>, in order.</summary>
    public ImmutableList<ProcessIdentity> Killed => Volatile.Read(ref _killed);

    /// <summary>Does what a SIGKILL does, and says whether it could; null ends the process and nothing else.</summary>
    public Func<ProcessIdentity, bool>? OnKill { get; set; }

    /// <summary>How many wait for a process to end.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count;
            }
        }
    }

    /// <summary>Ends a process. When this returns, what awaited its end has gone on.</summary>
    public void End(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        Waiter[] waiters;
        lock (_gate)
        {
            if (_processes.GetValueOrDefault(process.Pid)?.Identity != process)
            {
                return;
            }

            _processes.Remove(process.Pid);
            waiters = Take(waiter => waiter.Process == process);
        }

        Inline.Run(() => Array.ForEach(waiters, waiter => waiter.Ended.TrySetResult()));
    }

    /// <summary>Stops a process, as SIGSTOP does, or lets it go on.</summary>
    public void Stop(ProcessIdentity process, bool stopped = true)
    {
        ArgumentNullException.ThrowIfNull(process);
        lock (_gate)
        {
            _processes[process.Pid] = new ProcessStatus(process, stopped);
        }
    }

    /// <summary>Makes a pid one of this process's ancestors.</summary>
    public void MakeAncestor(int pid) => ImmutableInterlocked.Update(ref _ancestors, (set, added) => set.Add(added), pid);

    /// <summary>Has the next look throw, as a port never should.</summary>
    public void ThrowNext(Exception failure) => Volatile.Write(ref _failure, failure);

    /// <summary>Has every wait for the end of a process, and the next one if there is none, fail, as a port never should.</summary>
    public void FailWaits(Exception failure)
    {
        Waiter[] waiters;
        lock (_gate)
        {
            waiters = Take(_ => true);
            _waitFailure = waiters.Length == 0 ? failure : null;
        }

        Inline.Run(() => Array.ForEach(waiters, waiter => waiter.Ended.TrySetException(failure)));
    }

    public ProcessStatus? Find(int pid)
    {
        Interlocked.Increment(ref _looks);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw failure;
        }

        lock (_gate)
        {
            return _processes.GetValueOrDefault(pid);
        }
    }

    public bool IsOurAncestor(int pid) => Volatile.Read(ref _ancestors).Contains(pid);

    public async Task WaitForEndAsync(ProcessIdentity process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        var waiter = new Waiter(process, new TaskCompletionSource());
        lock (_gate)
        {
            if (_waitFailure is { } failure)
            {
                _waitFailure = null;
                throw failure;
            }

            if (_processes.GetValueOrDefault(process.Pid)?.Identity != process)
            {
                return;
            }

            _waiters.Add(waiter);
        }

        await using var given = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }

            waiter.Ended.TrySetCanceled(cancellationToken);
        }).ConfigureAwait(false);
        await waiter.Ended.Task.ConfigureAwait(false);
    }

    public bool TryTerminate(ProcessIdentity process) => TryKill(process);

    public bool TryKill(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (!Has(process))
        {
            return false;
        }

        ImmutableInterlocked.Update(ref _killed, (all, added) => all.Add(added), process);
        if (OnKill is { } kill)
        {
            return kill(process);
        }

        End(process);
        return true;
    }

    /// <summary>Whether a process lives, which counts as no look of anybody's.</summary>
    internal bool Has(ProcessIdentity process)
    {
        lock (_gate)
        {
            return _processes.GetValueOrDefault(process.Pid)?.Identity == process;
        }
    }

    internal bool Has(int pid)
    {
        lock (_gate)
        {
            return _processes.ContainsKey(pid);
        }
    }

    private Waiter[] Take(Predicate<Waiter> which)
    {
        var taken = _waiters.FindAll(which);
        _waiters.RemoveAll(which);
        return [.. taken];
    }

    private sealed record Waiter(ProcessIdentity Process, TaskCompletionSource Ended);
}
