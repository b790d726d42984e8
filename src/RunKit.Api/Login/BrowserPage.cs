namespace RunKit.Api.Login;

/// <summary>
/// Metadata of an endpoint that people open in a browser: one that is not logged in is answered with the page that says how, not with a problem
/// for programs.
/// </summary>
public sealed class BrowserPage;
