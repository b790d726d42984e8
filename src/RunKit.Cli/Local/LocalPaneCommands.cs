using RunKit.Actors.Panes;

namespace RunKit.Cli.Local;

/// <summary>Command lines for one pane's server, each by a plain client of its own.</summary>
internal sealed class LocalPaneCommands(LocalControlPlane plane, ServerName server) : IPaneCommands
{
    public Task<CommandOutcome> RunAsync(TmuxCommandLine line, ReadOnlyMemory<byte>? input, TimeSpan deadline, CancellationToken cancellationToken) =>
        plane.ExecuteAsync(
            server, line.Words, CommandOptions.Default with { Timeout = deadline, Input = input is { } bytes ? [.. bytes.Span] : null }, cancellationToken);
}
