namespace Akka.Actor;

/// <summary>The base of the engine's exceptions.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>An exception with a message and, possibly, a cause.</summary>
    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>An actor could not be made or started.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>An exception about no actor in particular.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    internal ActorInitializationException(IActorRef actor, string message, Exception cause)
        : base($"{actor}: {message}", cause)
    {
    }
}

/// <summary><c>PreRestart</c> threw; the restart went on.</summary>
public sealed class PreRestartException(IActorRef actor, Exception restartException)
    : ActorInitializationException(actor, $"PreRestart failed: {restartException.Message}", restartException);

/// <summary>The new incarnation could not be made, or its <c>PostRestart</c> threw.</summary>
internal sealed class PostRestartException(IActorRef actor, Exception cause)
    : ActorInitializationException(actor, $"Restart failed: {cause.Message}", cause);

/// <summary>What a <see cref="Kill"/> makes an actor fail with.</summary>
public sealed class ActorKilledException(string message) : AkkaException(message);

/// <summary>A watched actor stopped and its <see cref="Terminated"/> was not handled.</summary>
public sealed class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor {deadActor} terminated and its Terminated was not handled.");

/// <summary>An actor did what its state does not allow.</summary>
public sealed class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>A name is empty, malformed or taken.</summary>
public sealed class InvalidActorNameException(string message) : AkkaException(message);

/// <summary>No answer came in time.</summary>
public sealed class AskTimeoutException(string message) : AkkaException(message);

/// <summary>A selection found no actor.</summary>
public sealed class ActorNotFoundException(string message) : AkkaException(message);

/// <summary>The scheduler takes no more work.</summary>
public sealed class SchedulerException(string message) : AkkaException(message);
