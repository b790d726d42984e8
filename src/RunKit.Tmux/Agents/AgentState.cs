using System.Text.Json.Serialization;

namespace RunKit.Tmux.Agents;

/// <summary>How an agent is, since when, and why that is said.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Since">Since when.</param>
public sealed record AgentState(AgentStatus Status, DateTimeOffset Since)
{
    /// <summary>What it waits for; null unless it waits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentWaitKind? Kind { get; init; }

    /// <summary>The bell has rung and nobody has looked since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Attention { get; init; }

    /// <summary>How many agents of its own it has, where its hooks count them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SubAgents { get; init; }

    /// <summary>The evidence that won; null where nothing tells.</summary>
    public AgentEvidence? Evidence { get; init; }

    /// <summary>Whether two are the same to a reader who is told of changes only.</summary>
    public bool IsSameAs(AgentState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Status == other.Status && Kind == other.Kind && Attention == other.Attention && SubAgents == other.SubAgents;
    }

    /// <summary>The words of the contract: <c>waiting</c> and so on.</summary>
    public static string Word(AgentStatus status) => status switch
    {
        AgentStatus.Starting => "starting",
        AgentStatus.Working => "working",
        AgentStatus.Waiting => "waiting",
        AgentStatus.Idle => "idle",
        AgentStatus.Failed => "failed",
        AgentStatus.Exited => "exited",
        AgentStatus.Active => "active",
        AgentStatus.Quiet => "quiet",
        AgentStatus.Attention => "attention",
        _ => "unknown",
    };

    /// <summary>The words of the contract: <c>permission</c> and so on.</summary>
    public static string Word(AgentWaitKind kind) => kind switch
    {
        AgentWaitKind.Permission => "permission",
        AgentWaitKind.Plan => "plan",
        _ => "question",
    };

    /// <summary>Reads a status; false for a word that is none.</summary>
    public static bool TryStatus(string? word, out AgentStatus status)
    {
        status = Enum.GetValues<AgentStatus>().FirstOrDefault(known => Word(known) == word);
        return Word(status) == word;
    }

    /// <summary>Reads what is waited for; false for a word that is none.</summary>
    public static bool TryKind(string? word, out AgentWaitKind kind)
    {
        kind = Enum.GetValues<AgentWaitKind>().FirstOrDefault(known => Word(known) == word);
        return Word(kind) == word;
    }
}
