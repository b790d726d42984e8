namespace RunKit.ControlPlane.Http;

/// <summary>Asks for a link.</summary>
/// <param name="Scope">What the browser may do then; null for everything.</param>
/// <param name="OpenPort">Where browsers cannot reach the node yet, it opens a port of loopback for them.</param>
public sealed record LoginRequest(string? Scope, bool OpenPort = false);

/// <summary>A link that logs one browser in, once.</summary>
/// <param name="Url">Where to go; the secret stands behind the <c>#</c>, which no browser sends.</param>
/// <param name="Seconds">How long it is good for.</param>
public sealed record LoginLink(string Url, int Seconds);

/// <summary>What the page sends after a click.</summary>
/// <param name="Secret">What stood behind the <c>#</c>.</param>
public sealed record SessionRequest(string? Secret);

/// <summary>A browser is logged in; the cookie came with it.</summary>
/// <param name="Key">What the page shows with each change: a page of another origin cannot read it.</param>
public sealed record SessionOpened(string Key);
