using System.Text.RegularExpressions;

namespace RunKit.Tmux.Agents;

/// <summary>What is known of agents: data, which <see cref="AgentRulesReader"/> reads.</summary>
/// <param name="Version">The version of the data.</param>
/// <param name="Programs">The agents, in the order in which they are looked for.</param>
public sealed record AgentRules(int Version, ImmutableArray<AgentProgram> Programs)
{
    private static readonly Lazy<AgentRules> Own = new(ReadOwn);

    /// <summary>The rules that are in the package.</summary>
    public static AgentRules BuiltIn => Own.Value;

    /// <summary>The text of <see cref="BuiltIn"/>.</summary>
    public static ReadOnlyMemory<byte> BuiltInText { get; } = ReadText();

    /// <summary>The agent of that name; null for none.</summary>
    public AgentProgram? Find(string name) => Programs.FirstOrDefault(program => program.Name == name);

    private static AgentRules ReadOwn() => AgentRulesReader.TryRead(BuiltInText, out var rules, out var fault)
        ? rules
        : throw new InvalidOperationException($"agents.json, line {fault.Line}: {fault.Problem}");

    private static byte[] ReadText()
    {
        using var stream = typeof(AgentRules).Assembly.GetManifestResourceStream("runkit.agents.json")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>One agent.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Processes">The names of its process.</param>
/// <param name="Scripts">The ends of the paths that an interpreter is given to run it.</param>
/// <param name="Titles">What its titles say.</param>
/// <param name="Input">How the row begins into which its user types; null where that is not known.</param>
/// <param name="Screen">What its screen says.</param>
public sealed record AgentProgram(
    string Name,
    ImmutableArray<string> Processes,
    ImmutableArray<string> Scripts,
    ImmutableArray<AgentTitleRule> Titles,
    Regex? Input,
    ImmutableArray<AgentScreenRule> Screen);

/// <summary>A title that says something.</summary>
/// <param name="Id">The rule's name.</param>
/// <param name="Pattern">The title.</param>
/// <param name="Says">What it says.</param>
/// <param name="Kind">What is waited for.</param>
/// <param name="Weak">It is seen in other states too.</param>
public sealed record AgentTitleRule(string Id, Regex Pattern, AgentStatus Says, AgentWaitKind? Kind, bool Weak);

/// <summary>A text on the screen that says something.</summary>
/// <param name="Id">The rule's name.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Rows">How many rows of that region, those with something in them counted.</param>
/// <param name="All">All of these are there.</param>
/// <param name="None">None of these is there.</param>
/// <param name="Says">What it says.</param>
/// <param name="Kind">What is waited for.</param>
/// <param name="Weak">It is seen in other states too.</param>
public sealed record AgentScreenRule(
    string Id, AgentRegion Region, int Rows, ImmutableArray<Regex> All, ImmutableArray<Regex> None, AgentStatus Says, AgentWaitKind? Kind, bool Weak);

/// <summary>A part of the screen.</summary>
public enum AgentRegion
{
    /// <summary>The last rows that have something in them.</summary>
    Last = 0,

    /// <summary>The inside of the last box.</summary>
    Box = 1,

    /// <summary>The rows right above the one into which the user types.</summary>
    AboveInput = 2,

    /// <summary>The row into which the user types, and what stands below it.</summary>
    Input = 3,
}
