namespace Akka.TestKit;

/// <summary>A gate that opens when it has been counted down; tests wait at it.</summary>
public sealed class TestLatch(int count, TimeSpan defaultTimeout)
{
    private readonly CountdownEvent _gate = new(count);

    /// <summary>A gate for <paramref name="count"/> events, waited for at most 5 s.</summary>
    public TestLatch(int count = 1)
        : this(count, TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>Whether it has been counted down.</summary>
    public bool IsOpen => _gate.IsSet;

    /// <summary>Counts one event; an open gate stays open.</summary>
    public void CountDown()
    {
        lock (_gate)
        {
            if (!_gate.IsSet)
            {
                _gate.Signal();
            }
        }
    }

    /// <summary>Opens it at once.</summary>
    public void Open()
    {
        lock (_gate)
        {
            if (!_gate.IsSet)
            {
                _gate.Signal(_gate.CurrentCount);
            }
        }
    }

    /// <summary>Closes it again, with its first count.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _gate.Reset();
        }
    }

    /// <summary>Waits until it is open; a <see cref="TimeoutException"/> says how long was too long.</summary>
    public void Ready(TimeSpan timeout)
    {
        if (!_gate.Wait(timeout))
        {
            throw new TimeoutException($"The latch was not open within {timeout}: {_gate.CurrentCount} of {_gate.InitialCount} still to count down.");
        }
    }

    /// <summary>Waits with the default timeout.</summary>
    public void Ready() => Ready(defaultTimeout);
}
