namespace RunKit.Tmux.Agents;

/// <summary>What the next look at a server goes by: what the last ones have found.</summary>
/// <param name="Panes">What is known of its panes.</param>
public sealed record AgentPlan(ImmutableDictionary<PaneId, AgentPlanRow> Panes)
{
    // The kernel notes the last output of a terminal once in eight seconds, at whole ones of them.
    private const long Bucket = 8;

    // A spinner that stands still tells nothing.
    private static readonly TimeSpan TitleStale = TimeSpan.FromSeconds(3);

    /// <summary>Of a server that was not looked at yet.</summary>
    public static AgentPlan Empty { get; } = new(ImmutableDictionary<PaneId, AgentPlanRow>.Empty);

    /// <summary>The panes whose screens are to be looked at together with the list, because they were needed the last time.</summary>
    public IEnumerable<PaneId> Screens => Panes.Where(row => row.Value.NeededScreen).Select(row => row.Key).Take(AgentCommands.MostScreens);

    /// <summary>Whether the screen of a pane has to be looked at: not where it is as it was, and not where a title tells it all.</summary>
    public bool NeedsScreen(AgentFinding finding, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Pane.Dead || (finding.Agent is null && finding.Foreground is null) || finding.Agent is { Program.Screen.IsEmpty: true })
        {
            return false;
        }

        var row = Panes.GetValueOrDefault(finding.Pane.Id);
        if (finding.Agent is var (program, _) && row is not null
            && AgentMatching.Title(program, finding.Pane.Title, now) is { Says: AgentStatus.Working }
            && !(finding.Pane.Title == row.Title && now - row.TitleSince >= TitleStale))
        {
            return false;
        }

        return row?.CapturedAt is not { } captured || finding.Process?.LastOutput is not { } last || captured.ToUnixTimeSeconds() <= EndOfBucket(last);
    }

    private static long EndOfBucket(DateTimeOffset moment) => ((moment.ToUnixTimeSeconds() / Bucket) + 1) * Bucket;
}

/// <summary>What is known of one pane.</summary>
/// <param name="Process">What the kernel said of it; null for nothing.</param>
/// <param name="Former">The process that was told of; null for none.</param>
/// <param name="Agent">The agent that was found; null for none.</param>
public sealed record AgentPlanRow(PaneProcessLook? Process, ProcessIdentity? Former, (AgentProgram Program, PaneProcess Process)? Agent)
{
    /// <summary>When the agent was started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When its screen was looked at last; null for never.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Since when the title is so.</summary>
    public DateTimeOffset TitleSince { get; init; }

    /// <summary>Its screen was needed in the last look.</summary>
    public bool NeededScreen { get; init; }
}
