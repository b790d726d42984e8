using System.Net.Sockets;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>What a server said to a connection on which no command was given.</summary>
internal enum ServerWatchEnd
{
    /// <summary>Nothing, or which version it speaks: it goes on.</summary>
    Alive,

    /// <summary>That it shuts down (<c>MSG_SHUTDOWN</c>).</summary>
    ShutDown,

    /// <summary>It closed the connection without a word.</summary>
    Lost,
}

/// <summary>
/// A connection on which no command is given, held while a process talks to the same server: a server that shuts down says so to every client,
/// this one too, while the process then ends with status 0 as if its command had run to its end, or says that the server exited unexpectedly.
/// </summary>
internal sealed class ServerWatch : IDisposable
{
    // A server that says nothing for so long is busy or hangs: it has not shut down.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly Socket _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task<ServerWatchEnd> _ended;

    public ServerWatch(Socket connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        _ended = WatchAsync();
    }

    /// <summary>Ends the watch, and tells what was heard until now.</summary>
    public async Task<ServerWatchEnd> StopAsync()
    {
        await _enough.CancelAsync().ConfigureAwait(false);
        return await _ended.ConfigureAwait(false);
    }

    /// <summary>
    /// Asks the server for its version and ends the watch with its answer. A server says to all its clients in one step that it shuts down, and
    /// may be held up between two of them: when one of them has ended by it, the word for this one comes before the answer.
    /// </summary>
    /// <param name="givenUp">Ends it as <see cref="StopAsync"/> does.</param>
    public async Task<ServerWatchEnd> AskAsync(CancellationToken givenUp)
    {
        try
        {
            await _connection.SendAsync(ClientMessages.VersionQuestion, givenUp).ConfigureAwait(false);
            return await _ended.WaitAsync(AnswerLimit, _time, givenUp).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or TimeoutException or OperationCanceledException)
        {
            // What it has said already stands.
            return await StopAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _enough.Dispose();
    }

    // A server that shuts down waits for its clients: this one closes as soon as it has heard.
    private async Task<ServerWatchEnd> WatchAsync()
    {
        var type = new byte[sizeof(int)];
        try
        {
            var read = 0;
            while (read < type.Length)
            {
                var count = await _connection.ReceiveAsync(type.AsMemory(read), _enough.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return ServerWatchEnd.Lost;
                }

                read += count;
            }

            return Heard(type);
        }
        catch (OperationCanceledException)
        {
            return ReadNow(type);
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

    private ServerWatchEnd ReadNow(byte[] type)
    {
        try
        {
            return !_connection.Poll(TimeSpan.Zero, SelectMode.SelectRead) ? ServerWatchEnd.Alive
                : _connection.Receive(type) == 0 ? ServerWatchEnd.Lost
                : Heard(type);
        }
        catch (SocketException)
        {
            return ServerWatchEnd.Lost;
        }
    }

    private static ServerWatchEnd Heard(byte[] type) =>
        (MessageType)BitConverter.ToInt32(type) == MessageType.Shutdown ? ServerWatchEnd.ShutDown : ServerWatchEnd.Alive;
}
