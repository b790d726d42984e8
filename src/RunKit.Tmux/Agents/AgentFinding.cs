namespace RunKit.Tmux.Agents;

/// <summary>One pane as it was found in one look.</summary>
/// <param name="Pane">What tmux says.</param>
/// <param name="Process">What the kernel says; null where it says nothing.</param>
public sealed record AgentFinding(AgentPane Pane, PaneProcessLook? Process)
{
    /// <summary>The agent that runs there, and its process; null where no rule knows one.</summary>
    public (AgentProgram Program, PaneProcess Process)? Agent { get; init; }

    /// <summary>The program in the foreground; null for none, and where a shell waits for a command.</summary>
    public PaneProcess? Foreground { get; init; }

    /// <summary>When the agent's process, or else the foreground's, was started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The process that was known there before still lives.</summary>
    public bool FormerLives { get; init; }

    /// <summary>The program in the foreground reads a line, and what is typed is shown.</summary>
    public bool ReadsLine { get; init; }

    /// <summary>Its screen had to be looked at.</summary>
    public bool NeedsScreen { get; init; }

    /// <summary>Its screen; null where it was not looked at.</summary>
    public ImmutableArray<string>? Rows { get; init; }

    /// <summary>What is to be told of the pane: an agent of the rules, one that its hook speaks for, another program, or nothing (null).</summary>
    /// <param name="now">The time.</param>
    public AgentSubject? Subject(DateTimeOffset now)
    {
        if (Agent is var (program, process))
        {
            return new AgentSubject(program.Name, process.Process, program, IsKnown: true);
        }

        if (Pane.Dead || Foreground is not { } other)
        {
            return null;
        }

        var isClaimed = AgentSights.Claim(new AgentLook(Pane, Started), now) is not null;
        return new AgentSubject(other.Program.Length > 0 ? AgentEvidence.Printable(other.Program) : "?", other.Process, null, isClaimed);
    }
}

/// <summary>What is told of in a pane.</summary>
/// <param name="Name">The agent's name, or the program's.</param>
/// <param name="Process">Its process.</param>
/// <param name="Program">Its rules; null for none.</param>
/// <param name="IsKnown">It is an agent.</param>
public sealed record AgentSubject(string Name, ProcessIdentity Process, AgentProgram? Program, bool IsKnown);

/// <summary>An agent, or another program, as it is told of.</summary>
/// <param name="Pane">The pane.</param>
/// <param name="Target">Where that is.</param>
/// <param name="Agent">The agent's name, or the program's.</param>
/// <param name="IsKnown">It is an agent: a rule knows it, or its hook speaks for it.</param>
/// <param name="Process">Its process.</param>
/// <param name="State">How it is.</param>
public sealed record AgentRecord(PaneId Pane, string Target, string Agent, bool IsKnown, ProcessIdentity Process, AgentState State)
{
    /// <summary>Somebody looks at the pane.</summary>
    public bool IsLookedAt { get; init; }

    /// <summary>The pane's title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The current directory.</summary>
    public string Path { get; init; } = "";

    /// <summary>All evidence of the last look, the strongest first.</summary>
    public ImmutableArray<AgentEvidence> Evidence { get; init; } = [];
}

/// <summary>The state of an agent has changed.</summary>
/// <param name="Record">The agent, as it is now.</param>
/// <param name="Old">How it was; null when it is seen for the first time.</param>
public sealed record AgentEdge(AgentRecord Record, AgentState? Old);
