namespace RunKit.Api.Login;

/// <summary>Asks for a link.</summary>
/// <param name="Scope">What the browser may do then; null for everything.</param>
internal sealed record LoginRequest(string? Scope);

/// <summary>A link that logs one browser in, once.</summary>
/// <param name="Url">Where to go; the secret stands behind the <c>#</c>, which no browser sends.</param>
/// <param name="Seconds">How long it is good for.</param>
public sealed record LoginLink(string Url, int Seconds);

/// <summary>What the page sends after a click.</summary>
/// <param name="Secret">What stood behind the <c>#</c>.</param>
internal sealed record SessionRequest(string? Secret);

/// <summary>A browser is logged in; the cookie came with it.</summary>
/// <param name="Key">What the page shows with each change: a page of another origin cannot read it.</param>
internal sealed record SessionOpened(string Key);
