namespace RunKit.Api.Servers;

/// <summary>The body, which may be left out, of <c>POST /v1/servers/{name}/kill</c>.</summary>
/// <param name="Force">Also when the node itself runs in that server.</param>
internal sealed record KillRequest(bool Force = false);
