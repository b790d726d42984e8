using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RunKit.Tmux.Linux;

namespace RunKit.Cli.Serving;

/// <summary>
/// How many callers may come in by one listener, and how long they may be silent. Who gets to a port of loopback need not hold a token: without
/// bounds they would take the descriptors that this user's own verbs need.
/// </summary>
/// <param name="most">How many connections at once.</param>
/// <param name="reserve">How many descriptors this listener leaves to the others; null where it may have the last.</param>
/// <param name="refused">Counts who was not let in.</param>
internal sealed partial class ConnectionGate(string listener, int most, int? reserve, Counter<long> refused, TimeProvider time, ILogger log)
{
    private const int LogEvery = 1000;
    private readonly KeyValuePair<string, object?> _tag = new("listener", listener);
    private long _refusals;
    private int _open;

    /// <summary>How many there are now.</summary>
    public Measurement<int> Open => new(Volatile.Read(ref _open), _tag);

    /// <summary>Lets one in; if not, it has been counted. Who is in leaves by <see cref="Around"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most && (reserve is not { } kept || DescriptorReserve.HasBeside(kept)))
        {
            return true;
        }

        Interlocked.Decrement(ref _open);
        refused.Add(1, _tag);
        if (Interlocked.Increment(ref _refusals) % LogEvery == 1)
        {
            LogRefused(log, listener, most);
        }

        return false;
    }

    /// <summary>Goes around every connection that was let in, before its first byte.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        try
        {
            var first = new FirstRequest(connection);
            connection.Items[typeof(FirstRequest)] = first;
            await using var limit = time.CreateTimer(_ => first.EndUnlessHeard(), null, NodeLimits.Headers, Timeout.InfiniteTimeSpan);
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>A whole head has come.</summary>
    public static Task Hear(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is { } items && items.TryGetValue(typeof(FirstRequest), out var first))
        {
            ((FirstRequest)first!).IsHeard = true;
        }

        return next(context);
    }

    [LoggerMessage(6, LogLevel.Warning, "callers by {Listener} are turned away: {Most} connections are open there, or the file descriptors are used up but for a reserve")]
    private static partial void LogRefused(ILogger log, string listener, int most);

    /// <summary>Ends a connection on which no request comes.</summary>
    private sealed class FirstRequest(ConnectionContext connection)
    {
        public volatile bool IsHeard;

        public void EndUnlessHeard()
        {
            if (!IsHeard)
            {
                connection.Abort(new ConnectionAbortedException("no request came in time"));
            }
        }
    }
}
