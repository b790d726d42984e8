using System.Net.Sockets;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>
/// A connection on which nothing is said, held while a process talks to the same server: a server that ends tells every client so, this one
/// too, while the process then ends with status 0 as if its command had run to its end.
/// </summary>
internal sealed class ServerWatch : IDisposable
{
    private readonly Socket _connection;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task<bool> _ended;

    public ServerWatch(Socket connection)
    {
        _connection = connection;
        _ended = WatchAsync();
    }

    /// <summary>Ends the watch; true when the server has said that it ends, or has gone.</summary>
    public async Task<bool> StopAsync()
    {
        await _enough.CancelAsync().ConfigureAwait(false);
        return await _ended.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _enough.Dispose();
    }

    // A server that ends waits for its clients: this one closes as soon as it has heard.
    private async Task<bool> WatchAsync()
    {
        try
        {
            await _connection.ReceiveAsync(new byte[1], _enough.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _connection.Poll(TimeSpan.Zero, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            return true;
        }
        finally
        {
            _connection.Dispose();
        }
    }
}
