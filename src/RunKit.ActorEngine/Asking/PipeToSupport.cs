namespace Akka.Actor;

/// <summary>Sends a task's outcome as a message.</summary>
public static class PipeToSupport
{
    /// <summary>Sends the result, or a <see cref="Status.Failure"/>. The sender is nobody unless one is given.</summary>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        object? outcome;
        try
        {
            var result = await taskToPipe.ConfigureAwait(false);
            outcome = success is null ? result : success(result);
            ArgumentNullException.ThrowIfNull(outcome, nameof(taskToPipe));
        }
        catch (Exception cause)
        {
            outcome = failure is null ? new Status.Failure(cause) : failure(cause);
        }

        recipient.Tell(outcome, sender);
    }

    /// <summary>Sends what <paramref name="success"/> makes, nothing without it, or a <see cref="Status.Failure"/>.</summary>
    public static async Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null)
    {
        object? outcome;
        try
        {
            await taskToPipe.ConfigureAwait(false);
            outcome = success?.Invoke();
        }
        catch (Exception cause)
        {
            outcome = failure is null ? new Status.Failure(cause) : failure(cause);
        }

        if (outcome is not null)
            recipient.Tell(outcome, sender);
    }
}
