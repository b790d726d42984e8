namespace RunKit.ControlPlane;

/// <summary>How a command is to be run.</summary>
/// <param name="Caller">
/// On whose behalf. Callers take turns at a busy server, so that one who asks for much does not hold the others up; any word that tells
/// them apart will do.
/// </param>
/// <param name="Timeout">How long it may take, more than zero; null for what the plane's <c>runkit.command-timeout</c> says.</param>
public sealed record CommandOptions(string Caller, TimeSpan? Timeout = null)
{
    /// <summary>What a command reads that asks for stdin, such as <c>load-buffer -</c>; null for nothing, and then it is refused.</summary>
    public ImmutableArray<byte>? Input { get; init; }

    /// <summary>A caller of no name, with the plane's own timeout.</summary>
    public static CommandOptions Default { get; } = new("anybody");
}
