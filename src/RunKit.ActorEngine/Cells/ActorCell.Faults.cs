namespace Akka.Actor;

internal sealed partial class ActorCell
{
    // One for the actor's own failure, one for each ancestor whose failure suspended it.
    private int _suspensions;
    private bool _failed;

    // The child whose failure this actor escalated; it is suspended by its own failure, not by ours.
    private LocalActorRef? _perpetrator;
    private SupervisorStrategy? _strategy;

    private void Fail(Exception failure, LocalActorRef? perpetrator, LocalActorRef[]? suspendedAlready = null)
    {
        if (_failed || _phase >= Phase.Terminating)
        {
            SystemImpl.LogError(failure, SelfRef, GetType(), $"Failed again before its supervisor decided: {failure.Message}");
            return;
        }

        _failed = true;
        _perpetrator = perpetrator;
        _suspensions++;
        UpdateUserLane();
        foreach (var child in ListChildren())
        {
            if (child != perpetrator && suspendedAlready?.Contains(child) != true)
                child.SendSystem(new Suspend());
        }

        SelfRef.ParentRef.SendSystem(new Failed(SelfRef, failure));
    }

    private void OnChildFailed(Failed failed)
    {
        if (_phase >= Phase.Terminating || _children?.Contains(failed.Child) != true)
            return;

        _strategy ??= Props.SupervisorStrategy ?? _actor?.InvokeSupervisorStrategy() ?? SupervisorStrategy.DefaultStrategy;
        if (!_strategy.HandleFailure(this, failed.Child, failed.Cause))
            Fail(failed.Cause, failed.Child);
    }

    internal RestartWindow RestartWindowOf(LocalActorRef child) => _children!.WindowOf(child);

    private void SuspendWithChildren()
    {
        _suspensions++;
        UpdateUserLane();
        foreach (var child in ListChildren())
        {
            child.SendSystem(new Suspend());
        }
    }

    private void OnResume(Exception? failure)
    {
        if (_phase == Phase.Running && _actor is null && failure is not null)
        {
            // Nothing to go on with: the actor was never made.
            OnRestart(failure);
            return;
        }

        var perpetrator = _perpetrator;
        if (failure is not null)
        {
            _failed = false;
            _perpetrator = null;
        }

        _suspensions = Math.Max(0, _suspensions - 1);
        UpdateUserLane();
        foreach (var child in ListChildren())
        {
            child.SendSystem(new Resume(child == perpetrator ? failure : null));
        }
    }
}
