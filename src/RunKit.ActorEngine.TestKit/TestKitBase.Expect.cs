using Akka.Actor;
using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The next message must be a <typeparamref name="T"/>, within 3 s unless told otherwise.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectMsgAsync<T>(duration, hint, cancellationToken));

    /// <summary>The next message must equal <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectMsgAsync(message, timeout, hint, cancellationToken));

    /// <summary>The next message must satisfy the predicate.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectMsgAsync(isMessage, timeout, hint, cancellationToken));

    /// <summary>The next message must pass the assertion.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectMsgAsync(assert, timeout, hint, cancellationToken));

    /// <summary>The next message and its sender must satisfy the predicate.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectMsgAsync(isMessageAndSender, timeout, hint, cancellationToken));

    /// <summary>The next message must be a <typeparamref name="T"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<T>(duration, hint, null, cancellationToken);

    /// <summary>The next message must equal <paramref name="message"/>.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<T>(timeout, hint, (actual, _) => CheckEqual(message, actual, hint), cancellationToken);

    /// <summary>The next message must satisfy the predicate.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<T>(timeout, hint, (actual, _) => Check(isMessage(actual), actual, hint), cancellationToken);

    /// <summary>The next message must pass the assertion.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<T>(timeout, hint, (actual, _) => assert(actual), cancellationToken);

    /// <summary>The next message and its sender must satisfy the predicate.</summary>
    public ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<T>(timeout, hint, (actual, sender) => Check(isMessageAndSender(actual, sender), actual, hint), cancellationToken);

    /// <summary>The next message must be a <typeparamref name="T"/> from that sender.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(NextAsync<T>(duration, hint, (_, actual) => CheckEqual(sender, actual, $"Another sender than expected. {hint}"), cancellationToken));

    /// <summary>The next message must say that <paramref name="target"/> has terminated.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Wait(ExpectTerminatedAsync(target, timeout, hint, cancellationToken));

    /// <summary>The next message must say that <paramref name="target"/> has terminated.</summary>
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        NextAsync<Terminated>(timeout, hint, (terminated, _) => CheckEqual(target, terminated.ActorRef, $"Not the actor expected to terminate. {hint}"), cancellationToken);

    /// <summary>The next messages must be these, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => Wait(AllOfAsync(RemainingOrDefault, messages, default));

    /// <summary>The next message must be one of these.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        var expected = messages.ToList();
        return Wait(NextAsync<T>(null, null, (actual, _) => Check(expected.Contains(actual), actual, "not one of " + string.Join(", ", expected)), cancellationToken));
    }

    private async ValueTask<T> NextAsync<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? assert, CancellationToken cancellationToken)
    {
        var max = RemainingOrDilated(timeout);
        if (await TakeAsync(max, cancellationToken).ConfigureAwait(false) is not { } received)
            throw new XunitException($"Timeout {max} while waiting for a message of type {typeof(T)} {hint}");

        if (received.Message is not T typed)
        {
            throw new XunitException($"Expected a message of type {typeof(T)}, but received {Describe(received)} {hint}");
        }

        assert?.Invoke(typed, received.Sender);
        return typed;
    }

    private async ValueTask<IReadOnlyCollection<T>> AllOfAsync<T>(TimeSpan max, T[] expected, CancellationToken cancellationToken)
    {
        var received = await TakeManyAsync(expected.Length, max, cancellationToken).ConfigureAwait(false);
        var missing = expected.ToList();
        var unexpected = received.Where(message => message is not T typed || !missing.Remove(typed)).ToList();
        if (missing.Count > 0 || unexpected.Count > 0)
            throw new XunitException($"Not found: [{string.Join(", ", missing)}], unexpected: [{string.Join(", ", unexpected)}].");

        return received.Cast<T>().ToList();
    }

    private static void Check<T>(bool holds, T message, string? hint)
    {
        if (!holds)
            throw new XunitException($"Got a message of the expected type {typeof(T)}, but it was not the expected one: <{message}> {hint}");
    }

    private static void CheckEqual<T>(T expected, T actual, string? hint)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new XunitException($"{hint} Expected: <{expected}>. Actual: <{actual}>.".TrimStart());
    }
}
