namespace RunKit.ControlPlane.Http;

/// <summary>The body, which may be left out, of <c>POST /v1/servers/{name}/release</c>.</summary>
/// <param name="Force">Also where the server ends by it.</param>
public sealed record ReleaseRequest(bool Force = false);
