namespace RunKit.Api.Security;

/// <summary>What a caller may do; each scope holds those before it.</summary>
public enum AccessScope
{
    /// <summary>Every GET.</summary>
    Read = 0,

    /// <summary>Commands to servers that run. That is as good as a shell of the node's user: tmux runs programs.</summary>
    Input = 1,

    /// <summary>Starting and killing servers, guarding and releasing them.</summary>
    Admin = 2,
}
