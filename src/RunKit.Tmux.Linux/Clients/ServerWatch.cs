using System.Net.Sockets;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>What a server said to a connection on which nothing was asked.</summary>
internal enum ServerWatchEnd
{
    /// <summary>Nothing: it goes on.</summary>
    Silent,

    /// <summary>That it shuts down (<c>MSG_SHUTDOWN</c>).</summary>
    ShutDown,

    /// <summary>It closed the connection without a word.</summary>
    Lost,
}

/// <summary>
/// A connection on which nothing is asked, held while a process talks to the same server: a server that shuts down says so to every client,
/// this one too, while the process then ends with status 0 as if its command had run to its end, or says that the server exited unexpectedly.
/// </summary>
internal sealed class ServerWatch : IDisposable
{
    private readonly Socket _connection;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task<ServerWatchEnd> _ended;

    public ServerWatch(Socket connection)
    {
        _connection = connection;
        _ended = WatchAsync();
    }

    /// <summary>Ends the watch, and tells what was heard until now.</summary>
    public async Task<ServerWatchEnd> StopAsync()
    {
        await _enough.CancelAsync().ConfigureAwait(false);
        return await _ended.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _enough.Dispose();
    }

    // A server that shuts down waits for its clients: this one closes as soon as it has heard.
    private async Task<ServerWatchEnd> WatchAsync()
    {
        var word = new byte[1];
        try
        {
            return Heard(await _connection.ReceiveAsync(word, _enough.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return ReadNow(word);
        }
        catch (SocketException)
        {
            return ServerWatchEnd.Lost;
        }
        finally
        {
            _connection.Dispose();
        }
    }

    private ServerWatchEnd ReadNow(byte[] word)
    {
        try
        {
            return _connection.Poll(TimeSpan.Zero, SelectMode.SelectRead) ? Heard(_connection.Receive(word)) : ServerWatchEnd.Silent;
        }
        catch (SocketException)
        {
            return ServerWatchEnd.Lost;
        }
    }

    // Before it is asked anything, a server has one thing to say.
    private static ServerWatchEnd Heard(int count) => count > 0 ? ServerWatchEnd.ShutDown : ServerWatchEnd.Lost;
}
