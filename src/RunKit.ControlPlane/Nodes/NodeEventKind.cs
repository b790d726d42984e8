namespace RunKit.ControlPlane.Nodes;

/// <summary>What happens to another node, as this one sees it.</summary>
public enum NodeEventKind
{
    /// <summary>It is a member, and has been reached for the first time.</summary>
    Joined = 0,

    /// <summary>It does not answer any more, which is not the same as dead.</summary>
    Unreachable = 1,

    /// <summary>It answers again.</summary>
    Reachable = 2,

    /// <summary>It has left, or was taken out.</summary>
    Left = 3,
}
