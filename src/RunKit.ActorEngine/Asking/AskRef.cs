namespace Akka.Actor;

/// <summary>The ref an ask is answered to: a promise, no actor. It times out in real time.</summary>
internal sealed class AskRef<T>(ActorSystemImpl system) : ActorRefBase
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorPath? _path;
    private Timer? _timer;
    private CancellationTokenRegistration _cancellation;

    public override ActorPath Path => _path ?? LazyInitializer.EnsureInitialized(ref _path, MakePath);

    internal override ActorSystemImpl OwningSystem => system;

    internal override bool IsTerminated => _answer.Task.IsCompleted;

    public Task<T> Send(ICanTell target, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        var limit = timeout ?? system.Settings.AskTimeout;
        if (limit != Timeout.InfiniteTimeSpan)
            StartTimer(limit);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (self, token) => ((AskRef<T>)self!).Finish(((AskRef<T>)self!)._answer.TrySetCanceled(token)), this);
        }

        target.Tell(message, this);
        return _answer.Task;
    }

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var inTime = message switch
        {
            T answer => _answer.TrySetResult(answer),
            Status.Failure failure => _answer.TrySetException(failure.Cause ?? new OperationCanceledException("The ask failed without a cause.")),
            _ => _answer.TrySetException(new ArgumentException(
                $"The answer was a {message.GetType()}, but the ask expects a {typeof(T)}.", nameof(message))),
        };
        if (inTime)
            Finish(inTime);
        else if (!_answer.Task.IsCanceled)
            system.PublishDeadLetter(message, sender, this);
    }

    internal override void SendSystem(SystemMessage message)
    {
        if (message is Watch watch)
        {
            _ = _answer.Task.ContinueWith(
                _ => watch.Watcher.SendSystem(new DeathWatchNotification(this, existenceConfirmed: true)),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private void StartTimer(TimeSpan limit)
    {
        var text = $"Timeout after {limit.TotalSeconds:F2} seconds";
        var timer = new Timer(
            static state =>
            {
                var (self, text) = ((AskRef<T>, string))state!;
                self.Finish(self._answer.TrySetException(new AskTimeoutException(text)));
            },
            (this, text),
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _timer = timer;
        timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    private void Finish(bool finished)
    {
        if (!finished)
            return;

        _timer?.Dispose();
        _cancellation.Unregister();
    }

    private ActorPath MakePath()
    {
        var uid = ActorUid.Next();
        return new ChildActorPath(system.TempPath, $"$ask-{uid}", uid);
    }
}
