namespace RunKit.Tmux.Agents;

/// <summary>
/// How an agent is. Of a program that no rule knows only <see cref="Active"/>, <see cref="Quiet"/>, <see cref="Attention"/> and
/// <see cref="Exited"/> are said.
/// </summary>
public enum AgentStatus
{
    /// <summary>Nothing tells yet.</summary>
    Unknown = 0,

    /// <summary>It has just been started.</summary>
    Starting = 1,

    /// <summary>It works.</summary>
    Working = 2,

    /// <summary>It cannot go on without its user; <see cref="AgentWaitKind"/> says for what.</summary>
    Waiting = 3,

    /// <summary>It has nothing to do.</summary>
    Idle = 4,

    /// <summary>It has given up on an error.</summary>
    Failed = 5,

    /// <summary>Its process has ended.</summary>
    Exited = 6,

    /// <summary>A program without rules prints.</summary>
    Active = 7,

    /// <summary>A program without rules prints nothing.</summary>
    Quiet = 8,

    /// <summary>A program without rules has rung the bell, or seems to ask for something.</summary>
    Attention = 9,
}

/// <summary>What an agent waits for.</summary>
public enum AgentWaitKind
{
    /// <summary>It may not do something on its own.</summary>
    Permission = 0,

    /// <summary>It has asked something.</summary>
    Question = 1,

    /// <summary>It has made a plan that is to be approved.</summary>
    Plan = 2,
}

/// <summary>Where a piece of evidence comes from.</summary>
public enum AgentSource
{
    /// <summary>The process itself.</summary>
    Process = 0,

    /// <summary>What the pane shows.</summary>
    Screen = 1,

    /// <summary>What the agent's own hook has written to the pane's option.</summary>
    Hook = 2,

    /// <summary>The pane's title.</summary>
    Title = 3,

    /// <summary>The progress that the program reports (OSC 9;4; tmux 3.7 and later).</summary>
    Progress = 4,

    /// <summary>The bell.</summary>
    Bell = 5,

    /// <summary>The settings of the terminal, and who reads it.</summary>
    Terminal = 6,

    /// <summary>When the pane printed something last.</summary>
    Output = 7,
}
