using System.ComponentModel;
using System.Diagnostics;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>One-shot tmux commands on <see cref="Process"/>: about two milliseconds each.</summary>
public sealed class ProcessOneShotTmux(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) : IOneShotTmux
{
    /// <summary>How long a process that was sent SIGTERM may take to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public async Task<OneShotResult> RunAsync(
        TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = await spawner.StartAsync(arguments, binary ?? tmux.Default, diesWithUs: false).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return new OneShotResult.NotStarted(e.Message);
        }

        using (process)
        {
            process.StandardInput.Close();

            // The streams are read beside the wait, not after it: a server born here inherits them and keeps them open.
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            using var deadline = new CancellationTokenSource(timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Terminate(process);
                cancellationToken.ThrowIfCancellationRequested();
                return new OneShotResult.TimedOut();
            }

            var read = Task.WhenAll(output, error);
            await Task.WhenAny(read, Task.Delay(Grace, time, CancellationToken.None)).ConfigureAwait(false);
            if (read.IsCompleted)
            {
                // Process.Dispose leaves alone what it has handed out.
                process.StandardOutput.Dispose();
                process.StandardError.Dispose();
            }

            return new OneShotResult.Exited(process.ExitCode, await SoFarAsync(output).ConfigureAwait(false), await SoFarAsync(error).ConfigureAwait(false));
        }
    }

    private static void Terminate(Process process)
    {
        // Once it has ended its pid may be somebody else's.
        if (!process.HasExited)
        {
            _ = Libc.Signal(process.Id, Libc.SigTerm);
        }
    }

    private static Task<string> SoFarAsync(Task<string> stream) =>
        stream.IsCompletedSuccessfully ? stream : Task.FromResult("");
}
