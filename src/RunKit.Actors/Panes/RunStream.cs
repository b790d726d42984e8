using System.Runtime.CompilerServices;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>Tells a run while it runs: its output is followed in its file, which slows neither the run nor its server.</summary>
public static class RunStream
{
    private const int Piece = 64 * 1024;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Tells it from its start to its end, or to the end of its time limit.</summary>
    /// <param name="run">The run.</param>
    /// <param name="limit">Its time limit; null for none.</param>
    /// <param name="ended">The run with its result, once it has one.</param>
    /// <param name="files">Where its output is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the telling.</param>
    public static async IAsyncEnumerable<RunEvent> ReadAsync(
        RunView run, TimeSpan? limit, Task<RunView> ended, IRunFiles files, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(time);
        yield return new RunEvent.Started(run);
        var (output, buffer, offset, began, pause) = (new RunOutput(run.Id, run.InShell), new byte[Piece], 0L, time.GetTimestamp(), ShortestPause);
        for (var isOver = false; !isOver;)
        {
            // Asked before the file is read: what was printed until then is in it.
            isOver = ended.IsCompleted;
            int length;
            while ((length = files.ReadOutput(run.Id, offset, buffer)) > 0)
            {
                offset += length;
                pause = ShortestPause;
                if (output.Read(buffer.AsSpan(0, length)) is { IsEmpty: false } text)
                {
                    yield return RunEvent.Output.Of(text.Span);
                }
            }

            if (!isOver && limit is { } most && time.GetElapsedTime(began) >= most)
            {
                yield return new RunEvent.Ended(new RunResult.TimedOut($"it runs on in pane {run.Pane} of {run.Server}, as run {run.Id}"), run);
                yield break;
            }

            if (!isOver)
            {
                await Task.WhenAny(ended, Task.Delay(pause, time, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }

        if (output is { HasEnded: false } && output.Rest() is { IsEmpty: false } rest)
        {
            yield return RunEvent.Output.Of(rest.Span);
        }

        var last = await ended.ConfigureAwait(false);
        yield return new RunEvent.Ended(last.Result ?? new RunResult.Lost("nobody knows it any more"), last);
    }
}
