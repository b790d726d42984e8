namespace RunKit.ControlPlane;

/// <summary>How a server is to be killed.</summary>
/// <param name="Force">By SIGKILL to its process, also one that is stopped, does not answer, or that the plane itself runs in.</param>
public sealed record KillOptions(bool Force)
{
    /// <summary>In tmux's own way, and not the server that the plane runs in.</summary>
    public static KillOptions Default { get; } = new(Force: false);
}
