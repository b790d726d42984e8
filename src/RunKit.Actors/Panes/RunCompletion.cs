using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>
/// Awaits the last byte of a run's output: a mark is written to its terminal behind all that the command wrote, and takes the same way, through
/// the terminal, the server and the pipe, into the file.
/// </summary>
internal static class RunCompletion
{
    private const int Piece = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether all of the output is in the file.</summary>
    public static async Task<bool> AwaitAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken)
    {
        var mark = RunOutput.Mark(run.Id);
        var (began, asked) = (ports.Time.GetTimestamp(), ports.Time.GetTimestamp());
        var from = Math.Max(0, ports.Files.OutputLength(run.Id) - mark.Length);
        var (isWritten, buffer, pause) = (false, new byte[Piece], ShortestPause);
        while (ports.Time.GetElapsedTime(began) < Limit && ports.Processes.Lives(run.Window.Holder))
        {
            // A terminal that is full takes it later.
            isWritten = isWritten || ports.Runs.TryWrite(run.Window.Terminal, mark.AsSpan());
            if (Find(ports.Files, run.Id, mark.AsSpan(), ref from, buffer))
            {
                return true;
            }

            if (ports.Files.OutputLength(run.Id) >= run.OutputLimit)
            {
                return false;
            }

            if (ports.Time.GetElapsedTime(asked) > BetweenQuestions)
            {
                asked = ports.Time.GetTimestamp();
                if (await IsCutAsync(ports, run, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }

            await Task.Delay(pause, ports.Time, cancellationToken).ConfigureAwait(false);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }

        return false;
    }

    private static bool Find(IRunFiles files, RunId id, ReadOnlySpan<byte> mark, ref long from, byte[] buffer)
    {
        while (files.ReadOutput(id, from, buffer) is > 0 and var length)
        {
            if (buffer.AsSpan(0, length).IndexOf(mark) >= 0)
            {
                return true;
            }

            // The mark may begin in this piece and end in the next.
            from += Math.Max(0, length - mark.Length);
            if (length < buffer.Length)
            {
                return false;
            }
        }

        return false;
    }

    private static async Task<bool> IsCutAsync(RunPorts ports, RunRecord run, CancellationToken cancellationToken) =>
        await ports.Commands.RunAsync(RunCommands.AskPipe(run.Window.Pane), null, Deadline, cancellationToken).ConfigureAwait(false) is CommandOutcome.Completed done
        && RunReply.IsPiped(done.Output, run.Id) is not true;
}
