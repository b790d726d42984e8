namespace Akka;

/// <summary>The result of what has none.</summary>
public sealed class Done
{
    private Done()
    {
    }

    /// <summary>The only instance.</summary>
    public static Done Instance { get; } = new();
}
