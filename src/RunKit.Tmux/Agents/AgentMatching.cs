using System.Text.RegularExpressions;

namespace RunKit.Tmux.Agents;

/// <summary>Finds what an agent's title and screen say, by the rules of that agent and of no other.</summary>
public static class AgentMatching
{
    /// <summary>What the title says; null for nothing.</summary>
    public static AgentEvidence? Title(AgentProgram program, string title, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(title);
        var rule = title.Length == 0 ? null : program.Titles.FirstOrDefault(known => IsMatch(known.Pattern, title));
        return rule is null ? null : new AgentEvidence(AgentSource.Title, rule.Says, $"the title is {AgentEvidence.Printable(title)}", now)
        {
            Kind = rule.Kind,
            Rule = rule.Id,
            Weak = rule.Weak,
        };
    }

    /// <summary>What the screen says: the first rule of each status that fits.</summary>
    public static ImmutableArray<AgentEvidence> Screen(AgentProgram program, AgentScreen screen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(screen);
        var found = ImmutableArray.CreateBuilder<AgentEvidence>();
        foreach (var rule in program.Screen)
        {
            if (!found.Any(known => known.Says == rule.Says) && Find(rule, screen.Region(rule.Region, rule.Rows, program.Input)) is { } seen)
            {
                found.Add(new AgentEvidence(AgentSource.Screen, rule.Says, $"it shows {seen}", now) { Kind = rule.Kind, Rule = rule.Id, Weak = rule.Weak });
            }
        }

        return found.ToImmutable();
    }

    // The line in which the first of the patterns stands.
    private static string? Find(AgentScreenRule rule, ImmutableArray<string> rows)
    {
        if (rows.IsEmpty)
        {
            return null;
        }

        var text = string.Join('\n', rows);
        if (!rule.All.All(pattern => IsMatch(pattern, text)) || rule.None.Any(pattern => IsMatch(pattern, text)))
        {
            return null;
        }

        var at = rule.All.IsEmpty ? 0 : rule.All[0].Match(text).Index;
        var from = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        return AgentEvidence.Printable(end < 0 ? text[from..] : text[from..end]);
    }

    // A pattern that takes too long on a hostile screen finds nothing there.
    private static bool IsMatch(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
