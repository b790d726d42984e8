using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RunKit.Hosting.Health;

/// <summary>Asks a plane and makes its silence an answer.</summary>
internal static class HealthCheckTimeout
{
    public static async Task<HealthCheckResult> AnswerAsync(
        TimeSpan limit, HealthStatus failure, Func<CancellationToken, Task<HealthCheckResult>> ask, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(limit);
        try
        {
            return await ask(over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(failure, $"the plane did not answer within {limit.TotalSeconds:0.###} s");
        }
        catch (TimeoutException e)
        {
            return new HealthCheckResult(failure, e.Message);
        }
    }
}
