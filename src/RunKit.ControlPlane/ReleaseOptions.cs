namespace RunKit.ControlPlane;

/// <summary>How a server is to be released.</summary>
/// <param name="Force">Also where the server ends by it: it has no session but ours, or nobody is attached and <c>exit-unattached</c> is on.</param>
public sealed record ReleaseOptions(bool Force = false)
{
    /// <summary>Never at the price of the server.</summary>
    public static ReleaseOptions Default { get; } = new();
}
