namespace RunKit.Mcp.Http;

/// <summary>A client over HTTP, as the host that let it through knows it.</summary>
/// <param name="Options">What it gets.</param>
/// <param name="Identity">The same for requests of the same client with the same rights, and for no others: a session is of one of them.</param>
/// <param name="Holds">Whether it may go on: its session ends within a second when it may not.</param>
public sealed record HttpMcpClient(PlaneMcpOptions Options, string Identity, Func<bool> Holds);
