using System.Globalization;

namespace RunKit.Mcp.Jobs;

/// <summary>The runs and waits of one client. Those that have ended are forgotten, the oldest first, when there are many. Safe from any thread.</summary>
internal sealed class JobTable(TimeProvider time, Func<Exception, string?> explain) : IAsyncDisposable
{
    /// <summary>How many can go on at once.</summary>
    public const int MostAtOnce = 32;

    private const int MostKept = 64;

    private readonly Lock _gate = new();
    private readonly List<Job> _jobs = [];
    private readonly List<Task> _tasks = [];
    private readonly CancellationTokenSource _closed = new();
    private int _waits;

    public TimeProvider Time { get; } = time;

    /// <summary>Those that are known, the newest last.</summary>
    public ImmutableArray<Job> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs];
            }
        }
    }

    public Job? Find(string handle) => All.LastOrDefault(job => job.Handle == handle);

    /// <exception cref="ToolException">Too many go on already.</exception>
    public WaitJob Wait(IControlPlane plane, TargetHandle pane, PaneAddress address, WaitRequest request)
    {
        var job = new WaitJob(string.Create(CultureInfo.InvariantCulture, $"wait-{Interlocked.Increment(ref _waits)}"), pane);
        Begin(job, token => job.RunAsync(plane, address, request, explain, token));
        return job;
    }

    /// <exception cref="ToolException">Too many go on already.</exception>
    public RunJob Run(IControlPlane plane, ServerName server, RunRequest request)
    {
        var job = new RunJob();
        Begin(job, token => job.FollowAsync(plane, server, request, explain, token));
        return job;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        Task[] tasks;
        lock (_gate)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks).ConfigureAwait(false);
        _closed.Dispose();
    }

    private void Begin(Job job, Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            if (_jobs.Count(known => !known.HasEnded) >= MostAtOnce)
            {
                throw new ToolException($"{MostAtOnce} runs and waits go on already; wait for one with result, or cancel one");
            }

            while (_jobs.Count >= MostKept && _jobs.Find(known => known.HasEnded) is { } oldest)
            {
                _jobs.Remove(oldest);
            }

            _jobs.Add(job);
        }

        var task = work(_closed.Token);
        lock (_gate)
        {
            _tasks.RemoveAll(known => known.IsCompletedSuccessfully);
            _tasks.Add(task);
        }
    }
}
