using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>One-shot tmux commands on CliWrap.</summary>
public sealed class CliWrapOneShotTmux(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) : IOneShotTmux
{
    public async Task<OneShotResult> RunAsync(
        TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var command = Cli.Wrap(binary ?? tmux.Default)
            .WithArguments(arguments.Words)
            .WithWorkingDirectory(TmuxSpawner.HomeDirectory)
            .WithEnvironmentVariables(TmuxSpawner.EnvironmentChanges(arguments))
            .WithValidation(CommandResultValidation.None);
        spawner.Announce(arguments);
        try
        {
            // CliWrap's own tokens send SIGINT, which a tmux client ignores, or SIGKILL, which can crash the server.
            var running = command.ExecuteBufferedAsync(CancellationToken.None);
            await using var registration = either.Token.Register(() => Libc.Signal(running.ProcessId, Libc.SigTerm));
            var result = await running;
            cancellationToken.ThrowIfCancellationRequested();
            return either.IsCancellationRequested
                ? new OneShotResult.TimedOut()
                : new OneShotResult.Exited(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        catch (Win32Exception e)
        {
            return new OneShotResult.NotStarted(e.Message);
        }
    }
}
