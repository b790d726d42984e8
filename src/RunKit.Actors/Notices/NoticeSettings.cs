using RunKit.Tmux.Agents;

namespace RunKit.Actors.Notices;

/// <summary>What is told outside, and how often.</summary>
public sealed record NoticeSettings
{
    private static readonly ImmutableArray<AgentStatus> Usual = [AgentStatus.Waiting, AgentStatus.Failed];

    /// <summary>Agents that come into one of these states are told of.</summary>
    public ImmutableArray<AgentStatus> On { get; init; } = Usual;

    /// <summary>How long a pane that comes into the same state again is not told of.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its start a node tells nothing: what it finds then is nothing new.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What comes within so long is told together.</summary>
    public TimeSpan Join { get; init; } = TimeSpan.FromSeconds(1);
}
