namespace RunKit.Hosting;

/// <summary>Where a node keeps its audit log.</summary>
/// <param name="File">The file's path; empty for the place that the node chooses.</param>
/// <param name="MaxBytes">How large it may become before it is put aside and a new one begun.</param>
/// <param name="Keep">How many of those put aside are kept.</param>
public sealed record AuditSettings(string File, int MaxBytes, int Keep);
