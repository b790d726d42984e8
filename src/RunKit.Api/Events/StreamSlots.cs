namespace RunKit.Api.Events;

/// <summary>How many event streams there may be at once.</summary>
/// <param name="most">The bound.</param>
internal sealed class StreamSlots(int most)
{
    private int _taken;

    public int Most => most;

    public int Taken => Volatile.Read(ref _taken);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
