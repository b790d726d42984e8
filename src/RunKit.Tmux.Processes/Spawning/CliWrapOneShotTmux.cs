using System.Buffers;
using System.ComponentModel;
using System.Text;
using CliWrap;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Processes.Probing;

namespace RunKit.Tmux.Processes.Spawning;

/// <summary>One-shot tmux commands on CliWrap.</summary>
public sealed class CliWrapOneShotTmux(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) : IOneShotTmux
{
    private static readonly ProcessTable Processes = new();

    public async Task<OneShotResult> RunAsync(
        TmuxArguments arguments, string? binary, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var output = new Answer(either.Token);
        var error = new Answer(either.Token);
        var command = Cli.Wrap(binary ?? tmux.Default)
            .WithArguments(arguments.Words)
            .WithWorkingDirectory(TmuxSpawner.HomeDirectory)
            .WithEnvironmentVariables(TmuxSpawner.EnvironmentChanges(arguments))
            .WithStandardOutputPipe(PipeTarget.Create(output.ReadAsync))
            .WithStandardErrorPipe(PipeTarget.Create(error.ReadAsync))
            .WithValidation(CommandResultValidation.None);
        spawner.Announce(arguments);
        try
        {
            // CliWrap's own tokens send SIGINT, which a tmux client ignores, or SIGKILL, which can crash the server.
            var running = command.ExecuteAsync(CancellationToken.None);
            var client = Processes.Find(running.ProcessId)?.Identity;
            await using var registration = either.Token.Register(() => Terminate(client));
            var result = await running.Task.WaitAsync(either.Token);
            return either.IsCancellationRequested ? TimedOut(cancellationToken) : new OneShotResult.Exited(result.ExitCode, output.Text, error.Text);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return TimedOut(cancellationToken);
        }
        catch (Win32Exception e)
        {
            return new OneShotResult.NotStarted(e.Message);
        }
    }

    // It may have ended while its streams are held open: then its pid may be somebody else's.
    private static void Terminate(ProcessIdentity? client)
    {
        if (client is { Pid: var pid } && Processes.Lives(client))
        {
            _ = Libc.Signal(pid, Libc.SigTerm);
        }
    }

    private static OneShotResult.TimedOut TimedOut(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new OneShotResult.TimedOut();
    }

    /// <summary>
    /// What came through one pipe. A client hands its streams to the server, and a server that hangs holds them after the client has ended:
    /// the pipe's end is not waited for longer than the answer is.
    /// </summary>
    private sealed class Answer(CancellationToken enough)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public string Text => Encoding.UTF8.GetString(_bytes.WrittenSpan);

        public async Task ReadAsync(Stream pipe, CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough, cancellationToken);
            try
            {
                while (await pipe.ReadAsync(_bytes.GetMemory(), either.Token) is > 0 and var count)
                {
                    _bytes.Advance(count);
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                // The answer is too late to count.
            }
        }
    }
}
