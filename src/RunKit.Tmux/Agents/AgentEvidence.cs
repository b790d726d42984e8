using System.Text.Json.Serialization;

namespace RunKit.Tmux.Agents;

/// <summary>One thing that was seen of an agent, and what it says.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Says">The status that it speaks for.</param>
/// <param name="Seen">What was seen, in one line of printable characters.</param>
/// <param name="At">When it was claimed, or first seen.</param>
public sealed record AgentEvidence(AgentSource Source, AgentStatus Says, string Seen, DateTimeOffset At)
{
    /// <summary>The longest <see cref="Seen"/>.</summary>
    public const int MostSeen = 160;

    /// <summary>What the agent waits for; null where it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentWaitKind? Kind { get; init; }

    /// <summary>Until when it holds if nothing speaks against it; null for as long as it is seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>The rule that it was found by; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>It is seen in other states too, and so is no proof.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Weak { get; init; }

    /// <summary>A text as <see cref="Seen"/> may hold it: one line, printable, not too long.</summary>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.Length > MostSeen ? text[..MostSeen] : text;
        return string.Concat(line.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)).Trim();
    }

    /// <summary>Whether it says the same, whenever it was seen.</summary>
    public bool SaysTheSame(AgentEvidence? other) =>
        other is not null && Source == other.Source && Says == other.Says && Kind == other.Kind && Rule == other.Rule && Weak == other.Weak;
}
