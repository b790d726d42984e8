namespace RunKit.Mcp;

/// <summary>A tool cannot do what it is asked. The message is one line for the model: what was wrong, and what to do.</summary>
internal sealed class ToolException(string message) : Exception(message);
