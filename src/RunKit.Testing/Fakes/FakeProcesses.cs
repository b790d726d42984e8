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
    private Exception? _failure;
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
            _processes[process.Pid] = new ProcessStatus(process, Stopped: false);
            return process;
        }
    }

    /// <summary>Ends a process.</summary>
    public void End(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        lock (_gate)
        {
            if (_processes.GetValueOrDefault(process.Pid)?.Identity == process)
            {
                _processes.Remove(process.Pid);
            }
        }
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
}
