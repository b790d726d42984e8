namespace RunKit.Tmux.Ports;

/// <summary>The claim of a terminal that nobody else can claim.</summary>
public sealed class NoClaim : IDisposable
{
    private NoClaim()
    {
    }

    /// <summary>The one that there is.</summary>
    public static NoClaim Instance { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
