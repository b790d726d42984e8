using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RunKit.Tmux.Linux;

namespace RunKit.Cli.Serving;

/// <summary>
/// Keeps callers by the unix socket from taking the last descriptors of the process. While it has none to spare, a few callers at a time are on loan: each gets one
/// answer and no stream, then its connection ends. So this user can still ask what is wrong.
/// </summary>
internal sealed partial class DescriptorGate(ILogger log)
{
    private const int LoansAtOnce = 16;

    private int _loans;
    private bool _isShut;

    /// <summary>Goes around every connection, before its first byte.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => connection =>
    {
        if (DescriptorReserve.IsWhole)
        {
            _isShut = false;
            return next(connection);
        }

        if (!Interlocked.Exchange(ref _isShut, true))
        {
            LogShut(log, DescriptorReserve.Problem);
        }

        return LendAsync(next, connection);
    };

    /// <summary>Ends a connection on loan with its first answer.</summary>
    public static Task OneAnswerOnly(HttpContext context, RequestDelegate next)
    {
        if (IsOnLoan(context))
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }

    /// <summary>Why this request's connection cannot carry a stream, in one line; null when it can.</summary>
    public static string? StreamProblem(HttpContext context) =>
        IsOnLoan(context) ? $"no further event stream can be opened: {DescriptorReserve.Problem}" : null;

    private static bool IsOnLoan(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(typeof(DescriptorGate)) == true;

    private async Task LendAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _loans) <= LoansAtOnce)
            {
                connection.Items[typeof(DescriptorGate)] = null;
                await next(connection);
            }
            else
            {
                connection.Abort();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _loans);
        }
    }

    [LoggerMessage(4, LogLevel.Warning, "callers get one answer each and no event stream: {Problem}")]
    private static partial void LogShut(ILogger log, string problem);
}
