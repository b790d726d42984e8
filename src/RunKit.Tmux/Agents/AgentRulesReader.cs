using System.Text.Json;
using System.Text.RegularExpressions;

namespace RunKit.Tmux.Agents;

/// <summary>What is wrong with a file of rules.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Problem">What is wrong there, in one line.</param>
public sealed record AgentRulesFault(int Line, string Problem);

/// <summary>Reads a file of rules, and names the line of what it does not understand.</summary>
public static class AgentRulesReader
{
    /// <summary>The version of the form that is read.</summary>
    public const int Version = 1;

    /// <summary>The largest file, in bytes.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostRows = 100;
    private const int LongestPattern = 2000;
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads it; false, and what is wrong, when it cannot be used.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out AgentRules rules, out AgentRulesFault fault)
    {
        (rules, fault) = (null!, null!);
        if (json.Length > MostBytes)
        {
            fault = new AgentRulesFault(1, $"it is larger than {MostBytes} bytes");
            return false;
        }

        try
        {
            rules = Rules(RulesNode.Read(json.Span));
            return true;
        }
        catch (RulesFaultException e)
        {
            fault = new AgentRulesFault(e.Line, e.Message);
        }
        catch (JsonException e)
        {
            fault = new AgentRulesFault((int)(e.LineNumber ?? 0) + 1, $"it is not JSON: {e.Message.Split(" LineNumber")[0]}");
        }

        return false;
    }

    private static AgentRules Rules(RulesNode root)
    {
        root.Only("version", "agents");
        var version = root.Get("version").Number(1, int.MaxValue);
        if (version != Version)
        {
            throw root.Get("version").Fault($"version {version} is not known; this program reads version {Version}");
        }

        ImmutableArray<AgentProgram> programs = [.. root.Get("agents").Items().Select(Program)];
        var twice = root.Get("agents").Items().FirstOrDefault(node => programs.Count(program => program.Name == node.Get("name").Text()) > 1);
        return twice is null ? new AgentRules(version, programs) : throw twice.Fault($"the agent {twice.Get("name").Text()} is there twice");
    }

    private static AgentProgram Program(RulesNode node)
    {
        node.Only("name", "processes", "scripts", "titles", "input", "screen");
        var name = node.Get("name").Text();
        if (!Regex.IsMatch(name, "^[a-z0-9][a-z0-9_-]{0,31}$", RegexOptions.NonBacktracking, MatchLimit))
        {
            throw node.Get("name").Fault($"'{name}' is no agent's name: lower-case letters, digits, '_' and '-', at most 32");
        }

        return new AgentProgram(
            name,
            Texts(node, "processes"),
            Texts(node, "scripts"),
            [.. (node.Find("titles")?.Items() ?? []).Select(Title)],
            node.Find("input") is { } input ? Pattern(input) : null,
            [.. (node.Find("screen")?.Items() ?? []).Select(Screen)]);
    }

    private static AgentTitleRule Title(RulesNode node)
    {
        node.Only("id", "pattern", "says", "weak");
        var (says, kind) = Says(node.Get("says"));
        return new AgentTitleRule(node.Get("id").Text(), Pattern(node.Get("pattern")), says, kind, node.Find("weak")?.Flag() ?? false);
    }

    private static AgentScreenRule Screen(RulesNode node)
    {
        node.Only("id", "region", "rows", "all", "none", "says", "weak");
        var (says, kind) = Says(node.Get("says"));
        ImmutableArray<Regex> all = [.. node.Get("all").Items().Select(Pattern)];
        return new AgentScreenRule(
            node.Get("id").Text(),
            Region(node.Get("region")),
            node.Find("rows")?.Number(1, MostRows) ?? MostRows,
            all.IsEmpty ? throw node.Get("all").Fault("a rule needs a pattern that is there") : all,
            [.. (node.Find("none")?.Items() ?? []).Select(Pattern)],
            says,
            kind,
            node.Find("weak")?.Flag() ?? false);
    }

    private static ImmutableArray<string> Texts(RulesNode node, string name) => [.. (node.Find(name)?.Items() ?? []).Select(item => item.Text())];

    private static AgentRegion Region(RulesNode node) => node.Text() switch
    {
        "last" => AgentRegion.Last,
        "box" => AgentRegion.Box,
        "above-input" => AgentRegion.AboveInput,
        "input" => AgentRegion.Input,
        var other => throw node.Fault($"'{other}' is no region; allowed: last, box, above-input, input"),
    };

    private static (AgentStatus Says, AgentWaitKind? Kind) Says(RulesNode node)
    {
        var words = node.Text().Split(':');
        if (!AgentClaim.TryClaimable(words[0], out var says) || words.Length > 2 || (words.Length == 2) != (says == AgentStatus.Waiting))
        {
            throw node.Fault($"'{node.Text()}' is no state; allowed: working, idle, failed, starting, waiting:permission, waiting:question, waiting:plan");
        }

        if (words.Length == 1)
        {
            return (says, null);
        }

        return AgentState.TryKind(words[1], out var kind) ? (says, kind) : throw node.Fault($"'{words[1]}' is not waited for; allowed: permission, question, plan");
    }

    private static Regex Pattern(RulesNode node)
    {
        var text = node.Text();
        if (text.Length is 0 or > LongestPattern)
        {
            throw node.Fault($"a pattern has 1 to {LongestPattern} characters");
        }

        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (NotSupportedException)
        {
            throw node.Fault("the pattern needs backtracking (a back reference or a look around)");
        }
        catch (ArgumentException e)
        {
            throw node.Fault($"the pattern cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
