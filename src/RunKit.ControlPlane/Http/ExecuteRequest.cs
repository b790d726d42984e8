namespace RunKit.ControlPlane.Http;

/// <summary>The body of <c>POST /v1/servers/{name}/exec</c>.</summary>
/// <param name="Command">One tmux command: its name and its arguments, unquoted.</param>
/// <param name="TimeoutMs">How long it may take, in milliseconds; null for the node's <c>runkit.command-timeout</c>.</param>
/// <param name="Input">What a command reads that asks for stdin, such as <c>load-buffer -</c>; null for nothing.</param>
public sealed record ExecuteRequest(ImmutableArray<string> Command, int? TimeoutMs = null, string? Input = null);
