namespace RunKit.Actors.Servers;

/// <summary>What is to be done about a server's guard as soon as that can be.</summary>
internal enum GuardWish
{
    None,

    /// <summary>The next connection is to release it.</summary>
    Release,

    /// <summary>The next dial is to guard it, though it is marked as released.</summary>
    Guard,
}
