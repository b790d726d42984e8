using System.Diagnostics;
using RunKit.Tmux.Identity;

namespace RunKit.Hosting.Telemetry;

/// <summary>One command under way, from its making to its disposal: its span, and what is measured of it.</summary>
internal sealed class MeasuredCommand : IDisposable
{
    private readonly PlaneInstruments _instruments;
    private readonly string _verb;
    private readonly Activity? _span;
    private readonly long _began = Stopwatch.GetTimestamp();

    // A caller that stops listening in the middle has taken its question back.
    private string _word = OutcomeWords.Cancelled;
    private bool _done;

    /// <param name="command">The name of a tmux command; null for none.</param>
    public MeasuredCommand(PlaneInstruments instruments, string verb, ServerName server, string? command)
    {
        (_instruments, _verb) = (instruments, verb);
        _span = instruments.Source.StartActivity($"runkit {verb}", ActivityKind.Client);
        _span?.SetTag("runkit.node", instruments.Node).SetTag("runkit.server", server.Value).SetTag("runkit.command", command);
        instruments.CommandBegan(verb);
    }

    /// <summary>How it ended.</summary>
    /// <param name="word">The word for the outcome.</param>
    /// <param name="done">What was asked for was done.</param>
    public void Ended(string word, bool done) => (_word, _done) = (word, done);

    /// <summary>Does a part of it, and notes how that fails.</summary>
    public async Task<T> StepAsync<T>(Func<Task<T>> step)
    {
        var foreseen = false;
        try
        {
            var result = await step().ConfigureAwait(false);
            foreseen = true;
            return result;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            foreseen = true;
            Ended(e is TimeoutException ? OutcomeWords.PlaneTimeout : OutcomeWords.Cancelled, done: false);
            throw;
        }
        finally
        {
            if (!foreseen)
            {
                Ended(OutcomeWords.Fault, done: false);
            }
        }
    }

    public void Dispose()
    {
        _instruments.CommandEnded(_verb, _word, Stopwatch.GetElapsedTime(_began));
        _span?.SetTag("runkit.outcome", _word).SetStatus(_done ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        _span?.Dispose();
    }
}
