using System.Buffers;
using System.ComponentModel;
using System.Text;
using CliWrap;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>The tmux program that may start a server.</summary>
internal sealed class LaunchedProgram(TmuxSpawner spawner, IProcessTable processes, TimeProvider time)
{
    // What it printed is in the pipes by then.
    private static readonly TimeSpan AfterItsEnd = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Runs it to its end, or until it is given up: then <paramref name="onGivenUp"/> is awaited, and it gets SIGTERM. Only its own end
    /// counts, not that of its pipes: it hands them to the server, and one that hangs holds them open.
    /// </summary>
    public async Task<ProgramEnd> RunAsync(string program, TmuxArguments arguments, string nonce, Func<Task> onGivenUp, CancellationToken giveUp)
    {
        if (TmuxBinary.Resolve(program) is not { } path)
        {
            return new ProgramEnd(null, default, "", $"there is no program {program} on PATH");
        }

        using var ended = new CancellationTokenSource();
        PipeReader output = new(ended.Token), error = new(ended.Token);
        var (first, words) = SoftLimit.Around(path, arguments.Words);
        var command = InHome(first)
            .WithArguments(words)
            .WithEnvironmentVariables(new Dictionary<string, string?>(TmuxSpawner.EnvironmentChanges(arguments)) { [CreateCommands.Variable] = nonce })
            .WithStandardOutputPipe(PipeTarget.Create(output.ReadAsync))
            .WithStandardErrorPipe(PipeTarget.Create(error.ReadAsync));
        spawner.Announce(arguments);
        try
        {
            // CliWrap's own tokens send SIGINT, which a tmux client ignores, or SIGKILL.
            var running = command.ExecuteAsync(CancellationToken.None);
            var client = processes.Find(running.ProcessId)?.Identity;
            var watch = EndPipesAsync(client, ended);
            if (!await EndsBeforeAsync(running.Task, giveUp).ConfigureAwait(false))
            {
                await onGivenUp().ConfigureAwait(false);
                Terminate(client);
            }

            var result = await running.Task.ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
            return new ProgramEnd(giveUp.IsCancellationRequested ? null : result.ExitCode, output.Bytes, Encoding.UTF8.GetString(error.Bytes.Span), null);
        }
        catch (Win32Exception e)
        {
            return new ProgramEnd(null, default, "", e.Message);
        }
    }

    // Cli.Wrap asks for the current directory, and fails where that is gone.
    private static Command InHome(string program) => new(
        program,
        "",
        TmuxSpawner.HomeDirectory,
        ResourcePolicy.Default,
        Credentials.Default,
        new Dictionary<string, string?>(StringComparer.Ordinal),
        CommandResultValidation.None,
        PipeSource.Null,
        PipeTarget.Null,
        PipeTarget.Null);

    private static async Task<bool> EndsBeforeAsync(Task running, CancellationToken giveUp)
    {
        var givenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = giveUp.Register(givenUp.SetResult).ConfigureAwait(false);
        return await Task.WhenAny(running, givenUp.Task).ConfigureAwait(false) == running;
    }

    private async Task EndPipesAsync(ProcessIdentity? client, CancellationTokenSource ended)
    {
        try
        {
            if (client is not null)
            {
                await processes.WaitForEndAsync(client, ended.Token).ConfigureAwait(false);
            }

            await Task.Delay(AfterItsEnd, time, ended.Token).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The pipes have ended by themselves.
        }
    }

    // It may have ended already: then its pid may be somebody else's.
    private void Terminate(ProcessIdentity? client)
    {
        if (processes.Lives(client))
        {
            _ = Libc.Signal(client!.Pid, Libc.SigTerm);
        }
    }

    private sealed class PipeReader(CancellationToken enough)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

        public async Task ReadAsync(Stream pipe, CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough, cancellationToken);
            try
            {
                while (await pipe.ReadAsync(_bytes.GetMemory(), either.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    _bytes.Advance(count);
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                // The process has ended, and a server holds the pipe.
            }
        }
    }
}

/// <summary>How the program ended.</summary>
/// <param name="Status">Its exit status, which is 0 also where a server went away in the middle; null when it was given up or not started.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it said is wrong.</param>
/// <param name="NotStarted">Why it could not be started; null when it was.</param>
internal sealed record ProgramEnd(int? Status, ReadOnlyMemory<byte> Output, string Error, string? NotStarted);
