namespace Akka.Actor;

internal sealed partial class ActorCell
{
    // The handler that has not finished; as long as there is one the user lane waits.
    private Task? _awaited;
    private ActorSynchronizationContext? _asyncContext;
    private Action? _scheduleSelf;

    internal bool AwaitIsOver => Volatile.Read(ref _awaited) is { IsCompleted: true };

    internal void RunAsync<T>(Func<T, Task> handler, T message)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_asyncContext ??= new ActorSynchronizationContext(SelfRef));
        Task task;
        try
        {
            task = handler(message);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        if (task.IsCompletedSuccessfully)
            return;
        if (task.IsCompleted)
        {
            // Waits for nothing: it throws what the handler threw, as the handler did.
            task.GetAwaiter().GetResult();
            return;
        }

        Volatile.Write(ref _awaited, task);
        UpdateUserLane();
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_scheduleSelf ??= SelfRef.Schedule);
    }

    internal void FinishAwait()
    {
        var task = _awaited!;
        Volatile.Write(ref _awaited, null);
        UpdateUserLane();
        try
        {
            // It has completed, which is why we are here.
            task.GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            Fail(failure, perpetrator: null);
        }

        EndMessage();
    }

    private static void Continue(Continuation continuation)
    {
        if (!continuation.Context.Alive)
            return;

        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(continuation.Context);
        try
        {
            continuation.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>What the present incarnation still awaits is never heard of again.</summary>
    private void AbandonAwait()
    {
        Volatile.Write(ref _awaited, null);
        if (_asyncContext is not null)
            _asyncContext.Alive = false;
        _asyncContext = null;
        UpdateUserLane();
    }
}

/// <summary>Brings the rest of an asynchronous handler back into its actor; one per incarnation.</summary>
internal sealed class ActorSynchronizationContext(LocalActorRef self) : SynchronizationContext
{
    /// <summary>False once the incarnation is gone: whatever still comes is dropped.</summary>
    public bool Alive { get; set; } = true;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Alive)
            self.SendSystem(new Continuation(this, d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An actor's handler cannot be entered synchronously from outside; use Post or send a message.");

    public override SynchronizationContext CreateCopy() => this;
}
