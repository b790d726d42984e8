using RunKit.Actors.Notices;
using RunKit.Tmux.Agents;

namespace RunKit.Actors;

/// <summary>How a plane behaves. <c>hocon/reference.conf</c> documents each value and its default.</summary>
public sealed record PlaneSettings
{
    /// <summary>The node's id, in every view and event.</summary>
    public required string Node { get; init; }

    public GuardPolicy Guard { get; init; } = GuardPolicy.Floor;

    public AnchorNames Anchor { get; init; } = AnchorNames.Default;

    public NameFilter Servers { get; init; } = NameFilter.All;

    public BackoffPolicy Backoff { get; init; } = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));

    public SnapshotSettings Snapshot { get; init; } = new();

    /// <summary>How long a command may take; past it nobody can tell whether it ran.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a killed server may take to die.</summary>
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many past events a reader can resume from.</summary>
    public int EventBuffer { get; init; } = 10_000;

    /// <summary>How agents are looked for.</summary>
    public AgentSettings Agents { get; init; } = new();

    /// <summary>What is told outside of agents.</summary>
    public NoticeSettings Notices { get; init; } = new();

    /// <summary>What panes' terminals tell is an event too: a prompt, output that begins, output that ends.</summary>
    public bool PaneEvents { get; init; }
}

/// <summary>How agents are looked for.</summary>
public sealed record AgentSettings
{
    /// <summary>What is known of agents.</summary>
    public AgentRules Rules { get; init; } = AgentRules.BuiltIn;

    /// <summary>Why the user's own rules are not used, in one line; null where there is nothing to say.</summary>
    public string? RulesProblem { get; init; }

    /// <summary>How often a server's panes are looked at, while somebody asks; a hint from tmux brings a look forward.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>When a connected server is listed.</summary>
public sealed record SnapshotSettings
{
    /// <summary>The shortest time between two listings; hints in between are gathered.</summary>
    public TimeSpan Coalesce { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The time between listings that nothing hinted at, while events are read and within a minute of a change or a look.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same for a server where nothing changes.</summary>
    public TimeSpan IdleRefresh { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a listing may take; past it the server is unresponsive, which is not dead.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
