namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private enum Phase : byte
    {
        New,
        Running,

        /// <summary>The old incarnation is gone; the children it stopped are not yet.</summary>
        Restarting,
        Terminating,
        Terminated,
    }

    private Phase _phase;
    private Exception? _restartCause;

    private void UpdateUserLane() => SelfRef.UserLaneBlocked = _suspensions > 0 || _awaited is not null || _phase != Phase.Running;

    private void Start()
    {
        _phase = Phase.Running;
        try
        {
            _actor = Construct();
            _actor.InvokePreStart();
        }
        catch (Exception failure)
        {
            DiscardIncarnation();
            throw failure as ActorInitializationException
                ?? new ActorInitializationException(SelfRef, $"Exception during creation: {failure.Message}", failure);
        }
    }

    private void OnRestart(Exception cause)
    {
        if (_phase >= Phase.Terminating)
            return;
        if (_phase == Phase.Restarting)
        {
            // This restart is part of the one under way; only the suspension that came with it is to be lifted.
            _suspensions = Math.Max(1, _suspensions - 1);
            return;
        }

        _suspensions = Math.Max(1, _suspensions);
        _phase = Phase.Restarting;
        _restartCause = cause;
        UpdateUserLane();
        AbandonAwait();
        _timers?.CancelAll();
        SetReceiveTimeout(null);
        if (_actor is not null)
            PreRestart(_actor, cause);
        else
            StopChildren();
        DiscardIncarnation();
        if (_children?.AnyStopping != true)
            FinishRestart();
    }

    private void PreRestart(ActorBase actor, Exception cause)
    {
        try
        {
            actor.InvokePreRestart(cause, CurrentMessage!);
        }
        catch (Exception failure)
        {
            var reported = new PreRestartException(SelfRef, failure);
            SystemImpl.LogError(reported, SelfRef, actor.GetType(), reported.Message);
        }

        _stash?.UnstashAll();
    }

    private void FinishRestart()
    {
        var cause = _restartCause!;
        var survivors = ListChildren();
        _restartCause = null;
        _strategy = null;
        _failed = false;
        _perpetrator = null;
        _suspensions--;
        _phase = Phase.Running;
        UpdateUserLane();
        try
        {
            _actor = Construct();
            _actor.InvokePostRestart(cause);
        }
        catch (Exception failure)
        {
            DiscardIncarnation();
            Fail(new PostRestartException(SelfRef, failure), perpetrator: null, survivors);
            return;
        }

        CurrentMessage = null;
        CurrentSender = null;
        foreach (var child in survivors)
        {
            child.SendSystem(new Restart(cause));
        }
    }

    private void OnTerminate()
    {
        if (_phase >= Phase.Terminating)
            return;

        _phase = Phase.Terminating;
        UpdateUserLane();
        AbandonAwait();
        _timers?.CancelAll();
        SetReceiveTimeout(null);
        var children = _children?.Close() ?? [];
        foreach (var child in children)
        {
            child.SendSystem(new Terminate());
        }

        if (children.Length == 0)
            FinishTerminate();
    }

    private void OnChildGone()
    {
        if (_phase == Phase.Terminating && _children!.IsEmpty)
            FinishTerminate();
        else if (_phase == Phase.Restarting && !_children!.AnyStopping)
            FinishRestart();
    }

    private void FinishTerminate()
    {
        if (_actor is not null)
        {
            try
            {
                _actor.InvokePostStop();
            }
            catch (Exception failure)
            {
                SystemImpl.LogError(failure, SelfRef, _actor.GetType(), $"PostStop failed: {failure.Message}");
            }
        }

        DiscardIncarnation();
        SystemImpl.EventStream.ForgetSubscriber(SelfRef);
        _phase = Phase.Terminated;
        BuryStash();
        SelfRef.Close();
        TellWatchers();
        _watching = _announced = null;
        _watchedBy = null;
        CurrentMessage = null;
        CurrentSender = null;
    }

    private void DiscardIncarnation()
    {
        var actor = _actor;
        _actor = null;
        _behaviours = null;
        _timers?.CancelAll();
        SetReceiveTimeout(null);
        AbandonAwait();
        if (actor is null)
            return;

        try
        {
            Props.Release(actor);
        }
        catch (Exception failure)
        {
            SystemImpl.LogError(failure, SelfRef, actor.GetType(), $"Disposing failed: {failure.Message}");
        }
    }

    private void StopChildren()
    {
        foreach (var child in ListChildren())
        {
            Stop(child);
        }
    }
}
