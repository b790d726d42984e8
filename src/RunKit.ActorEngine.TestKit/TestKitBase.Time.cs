using System.Diagnostics;
using Xunit.Sdk;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private TimeSpan? _end;
    private bool _lastWasNoMessage;

    /// <summary>A monotonic clock reading; only differences mean something.</summary>
    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the innermost <c>Within</c>, at least zero; outside of one, an InvalidOperationException.</summary>
    public TimeSpan Remaining => _end is null
        ? throw new InvalidOperationException("Remaining is only known inside a Within block.")
        : RemainingOr(TimeSpan.Zero);

    /// <summary>What is left of the innermost <c>Within</c>, or the default of a single expectation.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>What is left of the innermost <c>Within</c>, or <paramref name="duration"/>.</summary>
    private TimeSpan RemainingOr(TimeSpan duration) =>
        _end is not { } end ? duration : end > Now ? end - Now : TimeSpan.Zero;

    /// <summary>The given duration, dilated, or <see cref="RemainingOrDefault"/>.</summary>
    private TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;

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
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        using var block = new TimedBlock(this, min, max, epsilonValue, hint, cancellationToken);
        action();
        block.CheckDuration();
    }

    /// <summary>The same for a block with a result.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        using var block = new TimedBlock(this, TimeSpan.Zero, max, epsilonValue, null, cancellationToken);
        var result = function();
        block.CheckDuration();
        return result;
    }

    /// <summary>The same for an asynchronous block.</summary>
    public async Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        using var block = new TimedBlock(this, TimeSpan.Zero, max, epsilonValue, null, cancellationToken);
        await actionAsync().WaitAsync(cancellationToken);
        block.CheckDuration();
    }

    /// <summary>While it lives, expectations wait for what is left of it.</summary>
    private sealed class TimedBlock : IDisposable
    {
        private readonly TestKitBase _kit;
        private readonly TimeSpan _start = Now;
        private readonly TimeSpan _min;
        private readonly TimeSpan _max;
        private readonly TimeSpan _epsilon;
        private readonly TimeSpan? _outerEnd;
        private readonly string? _hint;

        public TimedBlock(TestKitBase kit, TimeSpan min, TimeSpan max, TimeSpan? epsilon, string? hint, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (_kit, _min, _epsilon, _outerEnd, _hint) = (kit, min, epsilon ?? TimeSpan.Zero, kit._end, hint);
            var left = kit.RemainingOr(TimeSpan.MaxValue);
            if (left < min)
                throw new XunitException($"The outer Within leaves {left}, less than the {min} that the inner one needs at least. {hint}");

            var limit = kit.Dilated(max);
            _max = limit < left ? limit : left;
            kit._lastWasNoMessage = false;
            kit._end = _start + _max;
        }

        public void CheckDuration()
        {
            var took = Now - _start;
            if (took + _epsilon < _min)
                throw new XunitException($"The block took {took}, but should take at least {_min}. {_hint}");

            // A block that ends by expecting no message runs until its limit by design.
            if (!_kit._lastWasNoMessage && took > _max + _epsilon)
                throw new XunitException($"The block took {took}, but should take at most {_max}. {_hint}");
        }

        public void Dispose() => _kit._end = _outerEnd;
    }
}
