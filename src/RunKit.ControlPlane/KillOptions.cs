namespace RunKit.ControlPlane;

/// <summary>How a server is to be killed.</summary>
/// <param name="Force">Also when the plane itself runs in it, and so ends with it.</param>
public sealed record KillOptions(bool Force)
{
    /// <summary>Not the server that the plane runs in.</summary>
    public static KillOptions Default { get; } = new(Force: false);
}
