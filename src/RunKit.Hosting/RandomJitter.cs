using RunKit.Actors;

namespace RunKit.Hosting;

/// <summary>Chance as the system has it. Backoff needs spread, not secrecy.</summary>
internal sealed class RandomJitter : IJitter
{
    public double Next() => Random.Shared.NextDouble();
}
