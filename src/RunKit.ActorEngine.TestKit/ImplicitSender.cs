using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Makes a test actor the sender of what the test tells: on the test's thread, and wherever the test continues after an await.</summary>
internal static class ImplicitSender
{
    public static void Enter(IActorRef testActor)
    {
        var cell = ((LocalActorRef)testActor).Cell;
        ActorCell.Current = cell;
        SynchronizationContext.SetSynchronizationContext(new KeepingContext(cell, SynchronizationContext.Current));
    }

    public static void Leave()
    {
        ActorCell.Current = null;
        if (SynchronizationContext.Current is KeepingContext keeping)
            SynchronizationContext.SetSynchronizationContext(keeping.Outer);
    }

    private sealed class KeepingContext(ActorCell cell, SynchronizationContext? outer) : SynchronizationContext
    {
        public SynchronizationContext? Outer => outer;

        public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state), null);

        public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

        public override SynchronizationContext CreateCopy() => this;

        private void Run(SendOrPostCallback d, object? state)
        {
            var (outerCell, outerContext) = (ActorCell.Current, Current);
            ActorCell.Current = cell;
            SetSynchronizationContext(this);
            try
            {
                d(state);
            }
            finally
            {
                ActorCell.Current = outerCell;
                SetSynchronizationContext(outerContext);
            }
        }
    }
}
