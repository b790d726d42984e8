using System.Diagnostics;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private TimeSpan? _end;
    private bool _lastWasNoMessage;

    /// <summary>A monotonic clock reading; only differences mean something.</summary>
    protected TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the innermost <c>Within</c>, at least zero; outside of one, an InvalidOperationException.</summary>
    public TimeSpan Remaining => _end is null
        ? throw new InvalidOperationException("Remaining is only known inside a Within block.")
        : RemainingOr(TimeSpan.Zero);

    /// <summary>What is left of the innermost <c>Within</c>, or the default of a single expectation.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>What is left of the innermost <c>Within</c>, or <paramref name="duration"/>.</summary>
    public TimeSpan RemainingOr(TimeSpan duration) =>
        _end is not { } end ? duration : end > Now ? end - Now : TimeSpan.Zero;

    /// <summary>The given duration, dilated, or <see cref="RemainingOrDefault"/>.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
        {
            return RemainingOrDefault;
        }

        return given >= TimeSpan.Zero
            ? Dilated(given)
            : throw new ArgumentException($"An expectation waits for a finite time of zero or more, not for {given}.", nameof(duration));
    }

    /// <summary>The duration times <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration <= TimeSpan.Zero || TestKitSettings.TestTimeFactor == 1.0 ? duration : duration * TestKitSettings.TestTimeFactor;

    /// <summary>Runs a block that must end within <paramref name="max"/>; expectations in it wait for what is left of that.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <summary>The same for a block with a result.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>The same for a block with a result and a least duration.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = Enter(min, max, hint, epsilonValue);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = block.OuterEnd;
        }

        CheckDuration(block);
        return result;
    }

    /// <summary>The same for an asynchronous block.</summary>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <summary>The same for an asynchronous block with a least duration.</summary>
    public Task WithinAsync(TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <summary>The same for an asynchronous block with a result.</summary>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>The same for an asynchronous block with a result and a least duration.</summary>
    public async Task<T> WithinAsync<T>(TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = Enter(min, max, hint, epsilonValue);
        T result;
        try
        {
            result = await function().WaitAsync(cancellationToken);
        }
        finally
        {
            _end = block.OuterEnd;
        }

        CheckDuration(block);
        return result;
    }

    private sealed record TimedBlock(TimeSpan Start, TimeSpan Min, TimeSpan Max, TimeSpan Epsilon, TimeSpan? OuterEnd, string? Hint);

    private TimedBlock Enter(TimeSpan min, TimeSpan max, string? hint, TimeSpan? epsilon)
    {
        var start = Now;
        var limit = Dilated(max);
        var left = _end is { } outer ? (outer > start ? outer - start : TimeSpan.Zero) : limit;
        _assertions.AssertTrue(left >= min, "{0}", $"The outer Within leaves {left}, less than the {min} that the inner one needs at least. {hint}");
        var block = new TimedBlock(start, min, limit < left ? limit : left, epsilon ?? TimeSpan.Zero, _end, hint);
        _lastWasNoMessage = false;
        _end = start + block.Max;
        return block;
    }

    private void CheckDuration(TimedBlock block)
    {
        var took = Now - block.Start;
        if (took + block.Epsilon < block.Min)
        {
            _assertions.Fail("{0}", $"The block took {took}, but should take at least {block.Min}. {block.Hint}");
        }

        // A block that ends by expecting no message runs until its limit by design.
        if (!_lastWasNoMessage && took > block.Max + block.Epsilon)
        {
            _assertions.Fail("{0}", $"The block took {took}, but should take at most {block.Max}. {block.Hint}");
        }
    }
}
