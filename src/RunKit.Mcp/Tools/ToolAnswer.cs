namespace RunKit.Mcp.Tools;

/// <summary>What a tool answers: facts, and perhaps lines of a terminal.</summary>
/// <param name="Facts">They become one line of JSON.</param>
/// <param name="Lines">The lines, bounded; null when there are none to tell.</param>
internal sealed record ToolAnswer(object Facts, BoundedLines? Lines = null);
