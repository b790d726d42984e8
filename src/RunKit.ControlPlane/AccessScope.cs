namespace RunKit.ControlPlane;

/// <summary>What a caller may do; each scope holds those before it.</summary>
public enum AccessScope
{
    /// <summary>Every GET.</summary>
    Read = 0,

    /// <summary>Typing into panes and running programs there. That is as good as a shell of the node's user.</summary>
    Input = 1,

    /// <summary>Starting servers, guarding and releasing them.</summary>
    Manage = 2,

    /// <summary>Killing servers, any tmux command (which can do all of this), and the keys themselves.</summary>
    Admin = 3,
}
