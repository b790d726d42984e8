using System.Text;

namespace RunKit.Tmux.Processes.Connections;

/// <summary>
/// Writes to a client's stdin what there is to write, and never blocks its callers. It takes text only when it is about to write: what comes
/// while it is busy goes out together.
/// </summary>
/// <param name="next">Takes the next text, which ends with a line end; null when there is none.</param>
internal sealed class CommandWriter(Stream input, Func<string?> next)
{
    // How often it was woken since it last looked for text; 0 while it sleeps.
    private int _wakes;

    /// <summary>There may be something to write.</summary>
    /// <param name="here">Write on the caller's thread, as far as the pipe takes it at once; else on the pool's.</param>
    public void Wake(bool here)
    {
        if (Interlocked.Increment(ref _wakes) == 1)
        {
            _ = WriteAsync(here);
        }
    }

    private async Task WriteAsync(bool here)
    {
        try
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _wakes);
                while (await NextAsync(here).ConfigureAwait(false) is { } text)
                {
                    await input.WriteAsync(Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
                    here = false;
                }
            }
            while (Interlocked.Add(ref _wakes, -seen) != 0);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, and whoever wakes this now wakes it in vain. The reader sees the end and answers everybody who waits.
        }
    }

    private async ValueTask<string?> NextAsync(bool here)
    {
        if (!here)
        {
            await Task.Yield();
        }

        return next();
    }
}
