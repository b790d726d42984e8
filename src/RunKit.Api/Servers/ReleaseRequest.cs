namespace RunKit.Api.Servers;

/// <summary>The body, which may be left out, of <c>POST /v1/servers/{name}/release</c>.</summary>
/// <param name="Force">Also where the server ends by it.</param>
internal sealed record ReleaseRequest(bool Force = false);
