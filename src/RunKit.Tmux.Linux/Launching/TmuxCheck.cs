using System.ComponentModel;
using System.Diagnostics;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>Whether there is a tmux that RunKit can work with. Asks the program (<c>tmux -N -V</c>), never a server.</summary>
public static class TmuxCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <param name="binary">The tmux to run: a path, or a name on PATH.</param>
    /// <returns>Why it cannot be used, in one line that says what to do; null when it can.</returns>
    public static async Task<string?> ProblemAsync(string binary, CancellationToken cancellationToken) =>
        (await AskAsync(binary, cancellationToken).ConfigureAwait(false)).Problem;

    /// <summary>The program's version, such as <c>3.3a</c>; null when it cannot be used.</summary>
    public static async Task<string?> VersionAsync(string binary, CancellationToken cancellationToken) =>
        await AskAsync(binary, cancellationToken).ConfigureAwait(false) is { Problem: null, Answer: var answer } ? answer.Trim().Split(' ')[^1] : null;

    private static async Task<(string? Problem, string Answer)> AskAsync(string binary, CancellationToken cancellationToken)
    {
        if (TmuxBinary.Resolve(binary) is not { } path)
        {
            return ($"{binary} cannot be run: it is not on PATH; install tmux 3.2 or later, or name one with runkit.tmux-binary", "");
        }

        var start = new ProcessStartInfo(path, ["-N", "-V"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = TmuxSpawner.HomeDirectory,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            either.CancelAfter(Limit);
            try
            {
                var version = await process.StandardOutput.ReadToEndAsync(either.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
                var problem = process.ExitCode == 0
                    ? TmuxBinary.Problem(version)
                    : $"{binary} does not know -N: RunKit needs tmux 3.2 or later, which never starts a server with it";
                return (problem, version);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _ = Libc.Signal(process.Id, Libc.SigTerm);
                return ($"'{binary} -N -V' did not answer within {Limit.TotalSeconds:0} s", "");
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return ($"{binary} cannot be run: {e.Message}; install tmux 3.2 or later, or name one with runkit.tmux-binary", "");
        }
    }
}
