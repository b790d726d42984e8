namespace RunKit.Tmux.Lifecycle;

/// <summary>What RunKit does for a server it is connected to.</summary>
public enum GuardPolicy
{
    /// <summary>Keep it alive when its last session ends: <c>exit-empty off</c> and an anchor session that stays.</summary>
    Floor = 0,

    /// <summary>Touch no server option; the anchor goes when RunKit goes.</summary>
    Observe = 1,
}

/// <summary>What is so on a server.</summary>
public enum GuardState
{
    /// <summary>Nothing: never connected, or released.</summary>
    None = 0,

    /// <summary><see cref="GuardPolicy.Floor"/> is in place.</summary>
    Floor = 1,

    /// <summary><see cref="GuardPolicy.Observe"/> is in place.</summary>
    Observe = 2,
}
