namespace RunKit.Actors.Panes;

/// <summary>
/// Runs command lines on the server of one pane, by a plane's actors, or a plain client where no node runs. What is done to
/// a pane is straight steps over this port, and so the same in both.
/// </summary>
public interface IPaneCommands
{
    /// <summary>Runs one command line. What became of it is always an outcome; a deadline and a cancellation leave it unknown.</summary>
    /// <param name="line">The line.</param>
    /// <param name="input">What a command reads that asks for <c>-</c>; null for nothing.</param>
    /// <param name="deadline">How long it may take.</param>
    Task<CommandOutcome> RunAsync(TmuxCommandLine line, ReadOnlyMemory<byte>? input, TimeSpan deadline, CancellationToken cancellationToken);
}
