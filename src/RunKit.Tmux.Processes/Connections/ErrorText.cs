using System.Text;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>Drains stderr and keeps its beginning.</summary>
internal sealed class ErrorText
{
    private const int Kept = 512;

    private readonly StringBuilder _text = new();

    public ErrorText(Stream errors) => Drained = DrainAsync(errors);

    public Task Drained { get; }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString().Trim().ReplaceLineEndings(" ");
            }
        }
    }

    private async Task DrainAsync(Stream errors)
    {
        var buffer = new byte[256];
        try
        {
            int count;
            while ((count = await errors.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                lock (_text)
                {
                    if (_text.Length < Kept)
                    {
                        _text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone; what it said until then stands.
        }
    }
}
