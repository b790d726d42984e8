using RunKit.Tmux.Agents;
using RunKit.Tmux.Panes;

namespace RunKit.ControlPlane.Panes;

/// <summary>What is waited for at a pane. What holds already is answered at once; of several the first that holds is named.</summary>
public sealed record WaitRequest
{
    /// <summary>The longest time limit: a week.</summary>
    public const long MostTimeoutMs = 7L * 24 * 3600 * 1000;

    /// <summary>A regular expression over what is printed from now on; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>What stands on the screen already counts too.</summary>
    public bool Anywhere { get; init; }

    /// <summary>How long the screen is to stay as it is, in milliseconds; null where that is not waited for.</summary>
    public long? QuietMs { get; init; }

    /// <summary>A shell at its prompt.</summary>
    public bool Prompt { get; init; }

    /// <summary>The end of the pane's program, or of the pane.</summary>
    public bool Exit { get; init; }

    /// <summary>The name of a program in the foreground; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>The state of the pane's agent, such as <c>waiting</c> or <c>idle</c>; null for none.</summary>
    public string? Agent { get; init; }

    /// <summary>How long to wait, in milliseconds; null for a week.</summary>
    public long? TimeoutMs { get; init; }

    /// <summary>How long to wait.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan Timeout => TimeSpan.FromMilliseconds(TimeoutMs ?? MostTimeoutMs);

    /// <summary>Reads it; false, and why in one line, when it cannot be waited for.</summary>
    public bool TryRead(out WaitCondition condition, out string problem)
    {
        condition = new WaitCondition
        {
            Anywhere = Anywhere,
            Quiet = QuietMs is { } quiet ? TimeSpan.FromMilliseconds(quiet) : null,
            Prompt = Prompt,
            Exit = Exit,
            Command = Command,
        };
        problem = "";
        if (Agent is not null && !AgentState.TryStatus(Agent, out _))
        {
            problem = $"an agent is never '{Agent}'; it is {string.Join(", ", Enum.GetValues<AgentStatus>().Select(AgentState.Word))}";
            return false;
        }

        if (Text is { } text && !condition.TryWithText(text, out condition, out problem))
        {
            return false;
        }

        problem = condition.IsEmpty && Agent is null ? "what is to be waited for? text, quiet, prompt, exit, command or agent"
            : QuietMs is <= 0 or > MostTimeoutMs ? "quiet is more than 0 and at most a week"
            : TimeoutMs is <= 0 or > MostTimeoutMs ? "the time limit is more than 0 and at most a week"
            : Anywhere && Text is null ? "anywhere says where a text may stand, and needs one"
            : "";
        return problem.Length == 0;
    }
}
