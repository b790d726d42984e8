using System.Globalization;
using System.Text;

namespace RunKit.Tmux.Agents;

/// <summary>
/// What a hook has written to a pane's option: <c>STATE:KIND:EPOCH</c>, with an empty KIND where there is none. It is a claim and no proof: whoever can
/// write it could type there anyway.
/// </summary>
/// <param name="Says">The status that it claims.</param>
/// <param name="Kind">What is waited for; null where it does not wait.</param>
/// <param name="At">When it was written, to the second.</param>
/// <param name="Text">What stands in the option.</param>
public sealed record AgentClaim(AgentStatus Says, AgentWaitKind? Kind, DateTimeOffset At, string Text)
{
    /// <summary>The pane option that holds it.</summary>
    public const string Option = "@rk_agent";

    /// <summary>The pane option that counts the agent's own agents.</summary>
    public const string SubAgentsOption = "@rk_agent_subs";

    /// <summary>The longest value that is read, in bytes.</summary>
    public const int MostBytes = 256;

    private const int MostSubAgents = 1000;

    // A clock that runs a little ahead is no lie.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(5);

    /// <summary>Reads one; false for anything that is not in the form, or from the future.</summary>
    public static bool TryRead(string text, DateTimeOffset now, out AgentClaim claim)
    {
        ArgumentNullException.ThrowIfNull(text);
        claim = null!;
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MostBytes || text.Split(':') is not [var state, var kind, var epoch])
        {
            return false;
        }

        if (!TryClaimable(state, out var says)
            || !long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > (now + Ahead).ToUnixTimeSeconds())
        {
            return false;
        }

        AgentWaitKind? waits = null;
        if (says == AgentStatus.Waiting)
        {
            if (!AgentState.TryKind(kind.Length == 0 ? "question" : kind, out var read))
            {
                return false;
            }

            waits = read;
        }
        else if (kind.Length > 0)
        {
            return false;
        }

        claim = new AgentClaim(says, waits, DateTimeOffset.FromUnixTimeSeconds(seconds), text);
        return true;
    }

    /// <summary>Reads how many agents an agent has; 0 for anything else than a number.</summary>
    public static int SubAgents(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MostSubAgents) : 0;

    /// <summary>Reads a state that may be claimed; false for any other word.</summary>
    public static bool TryClaimable(string? word, out AgentStatus status) =>
        AgentState.TryStatus(word, out status)
        && status is AgentStatus.Starting or AgentStatus.Working or AgentStatus.Waiting or AgentStatus.Idle or AgentStatus.Failed;

    /// <summary>What is to stand in the option.</summary>
    public static string Write(AgentStatus says, AgentWaitKind? kind, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{AgentState.Word(says)}:{(kind is { } waits ? AgentState.Word(waits) : "")}:{now.ToUnixTimeSeconds()}");
}
