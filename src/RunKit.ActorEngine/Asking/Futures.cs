namespace Akka.Actor;

/// <summary>
/// Request and response. The answer's type must match; a <see cref="Status.Failure"/> is thrown, unless <c>object</c> is asked for; no answer in
/// time is an <see cref="AskTimeoutException"/>. Without a timeout, <c>akka.actor.ask-timeout</c> counts.
/// </summary>
public static class Futures
{
    /// <summary>Asks for anything.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>Asks for anything, cancellable.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks for anything, cancellable.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks for anything, with a message that holds the ref to answer to.</summary>
    public static Task<object> Ask(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(messageFactory, timeout, cancellationToken);

    /// <summary>Asks for a <typeparamref name="T"/>.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks for a <typeparamref name="T"/>, cancellable.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks for a <typeparamref name="T"/>, cancellable.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var answer = new AskRef<T>(SystemOf(self));
        return answer.Send(self, message, timeout, cancellationToken);
    }

    /// <summary>Asks for a <typeparamref name="T"/>, with a message that holds the ref to answer to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messageFactory);
        var answer = new AskRef<T>(SystemOf(self));
        return answer.Send(self, messageFactory(answer), timeout, cancellationToken);
    }

    private static ActorSystemImpl SystemOf(ICanTell target) => target switch
    {
        ActorRefBase { OwningSystem: { } system } => system,
        ActorSelection selection => selection.System,
        null => throw new ArgumentNullException(nameof(target)),
        _ => throw new ArgumentException($"{target} belongs to no actor system, so nobody can answer for it.", nameof(target)),
    };
}
