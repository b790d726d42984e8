using RunKit.Actors;

namespace RunKit.Testing.Fakes;

/// <summary>No chance: always the same number, from 0 to 1.</summary>
public sealed class FixedJitter(double value = 0) : IJitter
{
    private Exception? _failure;
    private double _value = value;

    /// <summary>What every call returns.</summary>
    public double Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Has the next call throw, as a port never should.</summary>
    public void ThrowNext(Exception failure) => Volatile.Write(ref _failure, failure);

    public double Next() => Interlocked.Exchange(ref _failure, null) is { } failure ? throw failure : Value;
}
