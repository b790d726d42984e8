using System.Net.Sockets;
using System.Text;

namespace RunKit.Client.Tests;

/// <summary>Listens where a node would and gives everybody the same bytes, then hangs up; with null, it says nothing and stays.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rk-").FullName;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;

    public Stranger(string? answer)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Socket));
        _listener.Listen();
        _serving = ServeAsync(answer);
    }

    public string Socket => Path.Combine(_directory, "node.sock");

    public Task Connected => _connected.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ServeAsync(string? answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_stop.Token);
                _connected.TrySetResult();
                await client.ReceiveAsync(new byte[4096], _stop.Token);
                if (answer is null)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                await client.SendAsync(Encoding.UTF8.GetBytes(answer!), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
