namespace RunKit.Api.Servers;

/// <summary>The body of <c>POST /v1/servers/{name}/exec</c>.</summary>
/// <param name="Command">One tmux command: its name and its arguments, unquoted.</param>
internal sealed record ExecuteRequest(ImmutableArray<string> Command);
