using RunKit.Tmux.Commands;

namespace RunKit.Actors.Dialing;

/// <summary>How servers are dialled.</summary>
/// <param name="Anchor">The anchor's names.</param>
/// <param name="HookIndex">Where in each hook's array RunKit's own stands; 0 or more.</param>
/// <param name="AnswerTimeout">How long a server may take to answer one command of a dial.</param>
/// <param name="Parallel">How many dials may be under way at once, over all servers; 1 or more.</param>
public sealed record DialSettings(AnchorNames Anchor, int HookIndex, TimeSpan AnswerTimeout, int Parallel)
{
    public static DialSettings Default { get; } = new(AnchorNames.Default, 7117, TimeSpan.FromSeconds(5), 8);

    internal HintHooks Hooks => new(HookIndex);
}
