namespace Akka.Actor;

/// <summary>
/// An actor's handle and mailbox. Anyone may enqueue; one thread at a time runs the cell, which the status flag decides. There are two
/// lanes: messages of users in rings (many producers, one consumer), and system messages in a stack that the consumer takes whole.
/// </summary>
internal sealed class LocalActorRef : ActorRefBase, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Scheduled = 1;

    // One wake-up in so many goes to the pool's global queue, so that actors that keep waking each other starve nobody.
    private const int LocalWakeUps = 61;

    [ThreadStatic]
    private static int wakeUps;

    private readonly ActorCell _cell;
    private MailRing _ring;
    private SystemMessage? _system;
    private int _status;
    private volatile bool _userLaneBlocked;
    private volatile bool _closed;

    public LocalActorRef(ActorSystemImpl system, ActorRefBase parent, ActorPath path, Props props)
    {
        Path = path;
        ParentRef = parent;
        _ring = new MailRing();
        _cell = new ActorCell(system, this, props, _ring);
    }

    public override ActorPath Path { get; }

    internal override ActorRefBase ParentRef { get; }

    internal override ActorSystemImpl OwningSystem => _cell.SystemImpl;

    internal override bool IsTerminated => _closed;

    internal ActorCell Cell => _cell;

    /// <summary>Whether the parent has told this actor to stop; the parent's own note.</summary>
    internal bool AskedToStop { get; set; }

    /// <summary>Set for good by the first subscription to an event stream.</summary>
    internal bool MayBeSubscribed { get; set; }

    /// <summary>While true the user lane only collects: the actor is suspended, awaits or stops. Only the running cell changes it.</summary>
    internal bool UserLaneBlocked
    {
        get => _userLaneBlocked;
        set => _userLaneBlocked = value;
    }

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_closed)
        {
            _cell.SystemImpl.PublishDeadLetter(message, sender, this);
            return;
        }

        var ring = Volatile.Read(ref _ring);
        while (!ring.TryEnqueue(message, sender, ref _cell.Mail.Head))
        {
            var next = ring.Next();
            Interlocked.CompareExchange(ref _ring, next, ring);
            ring = next;
        }

        if (!_userLaneBlocked || _closed)
            Schedule();
    }

    internal override void SendSystem(SystemMessage message)
    {
        // A closed mailbox takes these too: who watches a dead actor hears of it after its last message went to dead letters.
        SystemMessage? top;
        do
        {
            top = Volatile.Read(ref _system);
            message.Next = top;
        }
        while (Interlocked.CompareExchange(ref _system, message, top) != top);

        Schedule();
    }

    /// <summary>Makes sure that the cell runs soon. Whoever turns the flag queues the work.</summary>
    internal void Schedule()
    {
        if (Volatile.Read(ref _status) == Idle && Interlocked.CompareExchange(ref _status, Scheduled, Idle) == Idle)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: ++wakeUps % LocalWakeUps != 0);
    }

    internal override ActorRefBase? FindChild(string name) => _cell.FindChild(name);

    internal override IReadOnlyList<ActorRefBase> ListChildren() => _cell.ListChildren();

    void IThreadPoolWorkItem.Execute()
    {
        var outer = ActorCell.Current;
        ActorCell.Current = _cell;
        var more = RunSlice();
        ActorCell.Current = outer;

        if (more)
        {
            // Others first: the global queue is served in order.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        // Give the flag up with a full fence, then look again: a message that came before the fence is seen here, one that comes after
        // it sees the flag.
        Interlocked.Exchange(ref _status, Idle);
        if (HasWork())
            Schedule();
    }

    /// <summary>Handles up to a slice of messages; true when there are more and the slice is over.</summary>
    private bool RunSlice()
    {
        for (var left = _cell.SystemImpl.Throughput; ; left--)
        {
            if (Volatile.Read(ref _system) is not null)
                DrainSystemLane();
            if (_userLaneBlocked && !TryUnblock())
                return false;
            if (left == 0)
                return true;
            if (!_cell.HandleNext())
                return false;
        }
    }

    private bool TryUnblock()
    {
        if (_cell.AwaitIsOver)
            _cell.FinishAwait();
        if (_closed)
            DrainToDeadLetters();
        return !_userLaneBlocked;
    }

    private bool HasWork() =>
        Volatile.Read(ref _system) is not null
        || _cell.AwaitIsOver
        || ((!_userLaneBlocked || _closed) && _cell.Mail.HasMessage);

    private void DrainSystemLane()
    {
        while (Interlocked.Exchange(ref _system, null) is { } stack)
        {
            // The stack holds the newest first.
            SystemMessage? oldest = null;
            while (stack is not null)
            {
                (stack.Next, oldest, stack) = (oldest, stack, stack.Next!);
            }

            while (oldest is not null)
            {
                var message = oldest;
                oldest = oldest.Next;
                message.Next = null;
                if (_closed)
                    AnswerForTheDead(message, this);
                else
                    _cell.InvokeSystem(message);
            }
        }
    }

    /// <summary>From here on messages go to dead letters, those still queued first.</summary>
    internal void Close()
    {
        _closed = true;
        DrainToDeadLetters();
    }

    private void DrainToDeadLetters()
    {
        while (_cell.Mail.TryDequeue(out var sender) is { } message)
        {
            if (message is not TimerTick)
                _cell.SystemImpl.PublishDeadLetter(message, sender, this);
        }
    }
}
