namespace RunKit.Dashboard;

/// <summary>A file of the page, opened.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Encoding">How they are compressed; null when they are not.</param>
internal sealed record PageFile(Stream Content, string? Encoding);
