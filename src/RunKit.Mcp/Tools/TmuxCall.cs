namespace RunKit.Mcp.Tools;

/// <summary>One command of tmux's, with its outcome as a tool tells it.</summary>
internal static class TmuxCall
{
    /// <summary>Runs it, and gives what it printed.</summary>
    /// <exception cref="ToolException">It did not succeed; the message says what is known.</exception>
    public static async Task<string> RunAsync(ToolSession session, ServerName server, TmuxCommandLine line, CancellationToken cancellationToken) =>
        await session.Plane.ExecuteAsync(server, line, cancellationToken).ConfigureAwait(false) switch
        {
            CommandOutcome.Completed completed => completed.Output,
            CommandOutcome.Failed failed => throw new ToolException($"tmux: {Printable.Line(failed.Words)}"),
            CommandOutcome.NotSent not => throw new ToolException($"nothing was done: {not.Reason}"),
            CommandOutcome.Unknown unknown => throw new ToolException($"it may have been done: {unknown.Reason}; call list"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
