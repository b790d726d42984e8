namespace RunKit.ControlPlane.Http;

/// <summary>The body, which may be left out, of <c>POST /v1/servers/{name}/kill</c>.</summary>
/// <param name="Force">By SIGKILL to its process, also one that is stopped, does not answer, or that the node itself runs in.</param>
public sealed record KillRequest(bool Force = false);
