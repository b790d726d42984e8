using RunKit.Cluster.Links;

namespace RunKit.Cluster.Relay;

/// <summary>One call of another node while it is served here: its answers go back in pieces, as many as that node grants.</summary>
internal sealed class ServedCall(string node, CallRequest request, Action<NodeMessage> say, TimeProvider time) : IDisposable
{
    /// <summary>The largest piece: it is written as Base64 twice before it is sent, and a frame has 128,000 bytes.</summary>
    public const int MostBytes = 40 * 1024;

    private readonly SemaphoreSlim _credit = new(Relays.Window);
    private readonly CancellationTokenSource _end = request.LimitMs > 0
        ? new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Min(request.LimitMs, MostMilliseconds)), time)
        : new CancellationTokenSource();

    private const long MostMilliseconds = 8L * 24 * 3600 * 1000;
    private const int MostCredit = Relays.Window * 4;

    public void Grant(int pieces)
    {
        if (pieces is > 0 and <= Relays.Window && _credit.CurrentCount < MostCredit)
        {
            _credit.Release(pieces);
        }
    }

    public void Cancel() => _end.Cancel();

    /// <summary>Serves it to its end, which is never a fault.</summary>
    public async Task<RelayProtocol.Served> RunAsync(Func<CancellationToken, IAsyncEnumerable<byte[]>> answer)
    {
        try
        {
            await foreach (var item in answer(_end.Token).ConfigureAwait(false))
            {
                await SendAsync(item).ConfigureAwait(false);
            }

            return Ended(null, null);
        }
        catch (OperationCanceledException)
        {
            return Ended(null, null);
        }
        catch (NodeCallException e)
        {
            return Ended(e.Code, e.Message);
        }
        catch (TimeoutException e)
        {
            return Ended(TimedOut, e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IOException)
        {
            return Ended(TimedOut, "it failed there, and nobody can tell whether it was done");
        }
    }

    /// <summary>Nobody can tell what became of it.</summary>
    public const string TimedOut = "timed-out";

    public void Dispose()
    {
        _end.Dispose();
        _credit.Dispose();
    }

    private async Task SendAsync(byte[] item)
    {
        var from = 0;
        do
        {
            await _credit.WaitAsync(_end.Token).ConfigureAwait(false);
            var length = Math.Min(MostBytes, item.Length - from);
            say(new CallPiece(request.Call, from + length == item.Length, item[from..(from + length)]));
            from += length;
        }
        while (from < item.Length);
    }

    private RelayProtocol.Served Ended(string? code, string? reason) => new(node, request.Call, code, reason);
}
