using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RunKit.Api.Security;

/// <summary>The two lines of each change that a caller makes other than by an endpoint of its own: one request may then hold none, or many.</summary>
/// <param name="by">Who that is.</param>
/// <param name="trail">Where the lines are kept; null for the log alone.</param>
/// <param name="loggers">The log; null without one.</param>
/// <param name="time">When it is.</param>
internal sealed class CallerAudit(string by, IAuditTrail? trail, ILoggerFactory? loggers, TimeProvider time)
{
    public static CallerAudit Of(IServiceProvider services, string by) => new(
        by, services.GetService<IAuditTrail>(), services.GetService<ILoggerFactory>(), services.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>Writes the intent.</summary>
    /// <param name="detail">What else tells one change from another; never a text that somebody typed.</param>
    /// <returns>What writes the outcome: <see cref="AuditLog.Done"/>, or the code of a problem.</returns>
    public Action<string> Begin(string operation, ServerName server, AuditedCommand? command = null, string? detail = null)
    {
        var now = time.GetUtcNow();
        var began = time.GetTimestamp();
        var intent = new AuditEntry(now, $"{operation}-{Guid.CreateVersion7(now):N}", AuditPhase.Intent, operation, server.Value, by, null)
        {
            Commands = command is { Names.IsEmpty: false } ? command.Names : null,
            Words = command?.Words,
            Characters = command?.Characters,
            Detail = detail,
        };
        AuditLog.Keep(trail, loggers, intent);
        return outcome => AuditLog.Keep(trail, loggers, intent with
        {
            At = time.GetUtcNow(),
            Phase = AuditPhase.Outcome,
            Outcome = outcome,
            Milliseconds = (long)time.GetElapsedTime(began).TotalMilliseconds,
        });
    }

    /// <summary>Writes that something was refused before it began.</summary>
    public void Refused(string operation)
    {
        var now = time.GetUtcNow();
        AuditLog.Keep(trail, loggers, new AuditEntry(
            now, $"{operation}-{Guid.CreateVersion7(now):N}", AuditPhase.Outcome, operation, null, by, ProblemCodes.ScopeTooSmall));
    }

    /// <summary>Makes a change, and writes its outcome whatever becomes of it.</summary>
    /// <param name="end">What <see cref="Begin"/> gave.</param>
    /// <param name="change">The change.</param>
    /// <param name="code">What the outcome is called.</param>
    public static async Task<T> AroundAsync<T>(Action<string> end, Func<Task<T>> change, Func<T, string> code)
    {
        // Until it has answered, nobody can tell.
        var outcome = ProblemCodes.OutcomeUnknown;
        try
        {
            var answer = await change().ConfigureAwait(false);
            outcome = code(answer);
            return answer;
        }
        catch (TimeoutException)
        {
            outcome = ProblemCodes.PlaneTimeout;
            throw;
        }
        finally
        {
            end(outcome);
        }
    }
}
