using System.Diagnostics;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Telemetry;

/// <summary>A connection whose listings are measured: how far what is known is behind its server.</summary>
internal sealed class MeasuredConnection(IServerConnection connection, PlaneInstruments instruments) : IServerConnection
{
    public DialReport Report => connection.Report;

    public Task<ConnectionEnd> Closed => connection.Closed;

    public bool TryClaim() => connection.TryClaim();

    public Task NextHintAsync() => connection.NextHintAsync();

    public async Task<ListOutcome> ListAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var word = OutcomeWords.Fault;
        try
        {
            var outcome = await connection.ListAsync(cancellationToken).ConfigureAwait(false);
            word = OutcomeWords.Of(outcome);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            word = OutcomeWords.Cancelled;
            throw;
        }
        finally
        {
            instruments.Listed(word, Stopwatch.GetElapsedTime(began));
        }
    }

    public Task<CommandOutcome> ExecuteAsync(TmuxCommandLine line, string caller, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(line, caller, input, cancellationToken);

    public Task<CommandOutcome> GuardAsync(CancellationToken cancellationToken) => connection.GuardAsync(cancellationToken);

    public Task<CommandOutcome> ReleaseAsync(bool force, CancellationToken cancellationToken) => connection.ReleaseAsync(force, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
