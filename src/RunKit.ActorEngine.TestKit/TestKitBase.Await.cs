using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Repeats the assertion until it passes; when the time is over, its last exception fails the test.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(duration);
        while (!Passes(assertion, stop))
            Pause(stop, interval).Wait(cancellationToken);
    }

    /// <summary>The same without blocking a thread between attempts.</summary>
    public async Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(duration);
        while (!Passes(assertion, stop))
            await Pause(stop, interval).WaitAsync(cancellationToken);
    }

    /// <summary>The same for an asynchronous assertion.</summary>
    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Now < stop)
            {
                await Pause(stop, interval).WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Waits until the condition holds; fails the test when the time is over.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>The same with a limit.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>The same with the time between two looks.</summary>
    private void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        while (!conditionIsFulfilled())
        {
            FailWhenOver(stop, limit, message);
            Pause(stop, interval).Wait(cancellationToken);
        }
    }

    /// <summary>Waits without blocking a thread until the condition holds.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>The same with the time between two looks and what to say when the limit is over.</summary>
    private async Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var stop = Now + limit;
        while (!await conditionIsFulfilled())
        {
            FailWhenOver(stop, limit, message);
            await Pause(stop, interval).WaitAsync(cancellationToken);
        }
    }

    private static bool Passes(Action assertion, TimeSpan stop)
    {
        try
        {
            assertion();
            return true;
        }
        catch (Exception) when (Now < stop)
        {
            return false;
        }
    }

    private static void FailWhenOver(TimeSpan stop, TimeSpan limit, string? message)
    {
        if (Now >= stop)
            throw new XunitException($"Timeout {limit} expired while waiting for a condition. {message}");
    }

    private Task Pause(TimeSpan stop, TimeSpan? interval)
    {
        var left = stop - Now;
        var wait = Dilated(interval ?? DefaultInterval);
        return left <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait < left ? wait : left);
    }
}
