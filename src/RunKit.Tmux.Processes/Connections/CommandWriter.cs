using System.Text;
using System.Threading.Channels;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Writes lines to a client's stdin in order, several in one write when they come together, and never blocks its callers.</summary>
internal sealed class CommandWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Stream _input;
    private readonly Task _writing;

    public CommandWriter(Stream input)
    {
        _input = input;
        _writing = WriteAsync();
    }

    /// <summary>Takes text that ends with a line end; false when the pipe is closed.</summary>
    public bool TryWrite(string text) => _lines.Writer.TryWrite(text);

    /// <summary>Nothing more will come. What was taken before is still written.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    private async Task WriteAsync()
    {
        var batch = new StringBuilder();
        try
        {
            while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    batch.Append(line);
                }

                await _input.WriteAsync(Encoding.UTF8.GetBytes(batch.ToString())).ConfigureAwait(false);
                await _input.FlushAsync().ConfigureAwait(false);
                batch.Clear();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone. The reader sees its end and answers everybody who waits.
            _lines.Writer.TryComplete();
        }
    }
}
