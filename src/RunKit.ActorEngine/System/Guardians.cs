namespace Akka.Actor;

/// <summary><c>/user</c> and <c>/system</c>: they only supervise.</summary>
internal sealed class GuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        Context.System.DeadLetters.Tell(new Event.DeadLetter(message, Sender, Self), Self);
        return true;
    }
}

/// <summary>
/// The root. When <c>/user</c> has stopped, for whatever reason, the loggers write what they still have, then <c>/system</c> stops,
/// then the root itself.
/// </summary>
internal sealed class RootGuardianActor(ActorSystemImpl system) : ActorBase
{
    private readonly HashSet<IActorRef> _loggers = [];

    protected override void PreStart()
    {
        Context.Watch(system.Guardian);
        Context.Watch(system.SystemGuardian);
    }

    protected override SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.StoppingStrategy;

    protected override bool Receive(object message)
    {
        if (message is not Terminated { ActorRef: var stopped })
            return false;

        if (stopped.Equals(system.Guardian))
            StopLoggers();
        else if (stopped.Equals(system.SystemGuardian))
            Context.Stop(Self);
        else if (_loggers.Remove(stopped) && _loggers.Count == 0)
            Context.Stop(system.SystemGuardian);
        return true;
    }

    private void StopLoggers()
    {
        foreach (var logger in system.TakeLoggers())
        {
            _loggers.Add(logger);
            Context.Watch(logger);
            logger.Tell(PoisonPill.Instance);
        }

        if (_loggers.Count == 0)
            Context.Stop(system.SystemGuardian);
    }
}
