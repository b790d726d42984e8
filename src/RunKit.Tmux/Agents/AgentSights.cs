using System.Text.RegularExpressions;

namespace RunKit.Tmux.Agents;

/// <summary>Makes of what was looked at the evidence that it is.</summary>
public static partial class AgentSights
{
    /// <summary>For so long after its last output a program without rules counts as one that prints: the kernel tells to within eight seconds.</summary>
    public static readonly TimeSpan Prints = TimeSpan.FromSeconds(10);

    /// <summary>How long a screen must stay as it is until what looks like a question on it is one.</summary>
    public static readonly TimeSpan AsksAfter = TimeSpan.FromSeconds(2);

    /// <summary>After so much silence an agent that shows nothing else has nothing to do: all of them move while they work.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(30);

    /// <summary>What an agent that the rules know has shown.</summary>
    /// <param name="program">Its rules; null where only its hook speaks for it.</param>
    /// <param name="look">What was looked at.</param>
    /// <param name="now">The time.</param>
    public static AgentSight Known(AgentProgram? program, AgentLook look, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(look);
        var evidence = ImmutableArray.CreateBuilder<AgentEvidence>();
        AddEnd(look, evidence, now);
        var claim = Claim(look, now);
        if (claim is not null)
        {
            evidence.Add(new AgentEvidence(AgentSource.Hook, claim.Says, $"its hook says {claim.Text}", claim.At)
            {
                Kind = claim.Kind,
                Until = claim.Says == AgentStatus.Working ? claim.At + AgentReducer.ClaimHolds : null,
            });
        }

        if (program is not null && AgentMatching.Title(program, look.Pane.Title, now) is { } title)
        {
            evidence.Add(title);
        }

        evidence.AddRange(look.Screen);
        if (look.Pane.Progress is "normal" or "indeterminate")
        {
            evidence.Add(new AgentEvidence(AgentSource.Progress, AgentStatus.Working, $"its progress is {look.Pane.Progress}", now));
        }

        AddBell(look, evidence, now);
        if (look.LastOutput is { } last && now - last >= SilentAfter)
        {
            evidence.Add(new AgentEvidence(AgentSource.Output, AgentStatus.Idle, "it has printed nothing for half a minute", last) { Weak = true });
        }

        return new AgentSight(IsKnown: true, evidence.ToImmutable())
        {
            Claim = claim,
            SubAgents = claim is null ? 0 : AgentClaim.SubAgents(look.Pane.SubAgents),
            Started = look.Started,
        };
    }

    /// <summary>What a program that no rule knows has shown. Silence alone asks for nothing.</summary>
    public static AgentSight Unknown(AgentLook look, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(look);
        var evidence = ImmutableArray.CreateBuilder<AgentEvidence>();
        AddEnd(look, evidence, now);
        AddBell(look, evidence, now);
        var isStill = look.ScreenSince is { } since && now - since >= AsksAfter;
        if (isStill && look.ReadsLine)
        {
            evidence.Add(new AgentEvidence(AgentSource.Terminal, AgentStatus.Attention, "it reads a line from its terminal, and shows what is typed", now));
        }

        if (isStill && Question(look) is { } question)
        {
            evidence.Add(new AgentEvidence(AgentSource.Screen, AgentStatus.Attention, $"it shows {question}, and nothing since", now));
        }

        var last = look.LastOutput;
        evidence.Add(last is { } printed && now - printed < Prints
            ? new AgentEvidence(AgentSource.Output, AgentStatus.Active, "it prints", printed)
            : new AgentEvidence(AgentSource.Output, AgentStatus.Quiet, last is null ? "its output cannot be seen" : "it prints nothing", last ?? now));
        return new AgentSight(IsKnown: false, evidence.ToImmutable()) { Started = look.Started };
    }

    /// <summary>The hook's claim, unless it is not in the form, or from before the agent's process: then it is another's.</summary>
    public static AgentClaim? Claim(AgentLook look, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(look);
        return AgentClaim.TryRead(look.Pane.Claim, now, out var claim) && claim.At.ToUnixTimeSeconds() >= look.Started.ToUnixTimeSeconds() ? claim : null;
    }

    private static void AddEnd(AgentLook look, ImmutableArray<AgentEvidence>.Builder evidence, DateTimeOffset now)
    {
        if (look.HasEnded)
        {
            evidence.Add(new AgentEvidence(AgentSource.Process, AgentStatus.Exited, "its process has ended", now));
        }
    }

    private static void AddBell(AgentLook look, ImmutableArray<AgentEvidence>.Builder evidence, DateTimeOffset now)
    {
        if (look.Pane.Bell)
        {
            evidence.Add(new AgentEvidence(AgentSource.Bell, AgentStatus.Attention, "the bell has rung", now));
        }
    }

    private static string? Question(AgentLook look)
    {
        var rows = look.Rows;
        var at = look.Pane.CursorRow;
        return at >= 0 && at < rows.Length && Asks().IsMatch(rows[at].TrimEnd()) && rows.Skip(at + 1).All(string.IsNullOrWhiteSpace)
            ? AgentEvidence.Printable(rows[at])
            : null;
    }

    [GeneratedRegex(@"(\?|\[[yYnN]/[yYnN]\]|\([yY](es)?/[nN]o?[^)]*\)|[pP]assword.*:|\[sudo\].*:)\s*[:>]?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Asks();
}

/// <summary>What was looked at, of one pane and the program in it.</summary>
/// <param name="Pane">What tmux says.</param>
/// <param name="Started">When the program's process was started.</param>
public sealed record AgentLook(AgentPane Pane, DateTimeOffset Started)
{
    /// <summary>The process is gone, or tmux keeps the pane of a dead one.</summary>
    public bool HasEnded { get; init; }

    /// <summary>When something was written to the terminal last; null where that cannot be seen.</summary>
    public DateTimeOffset? LastOutput { get; init; }

    /// <summary>What the agent's rules find on the screen.</summary>
    public ImmutableArray<AgentEvidence> Screen { get; init; } = [];

    /// <summary>The screen; empty where it was not looked at.</summary>
    public ImmutableArray<string> Rows { get; init; } = [];

    /// <summary>Since when the screen is as it is; null where it was not looked at.</summary>
    public DateTimeOffset? ScreenSince { get; init; }

    /// <summary>The program reads a line from the terminal, and what is typed is shown.</summary>
    public bool ReadsLine { get; init; }
}
