using System.ComponentModel;
using CliWrap;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>
/// Runs the server's own program, or a configured one, with <c>-N -S PATH</c> for each command line: for a server whose protocol
/// <see cref="SocketTmuxClient"/> does not speak.
/// <para>
/// Three things are weaker here. The peer is looked at before the process starts, and the process connects by itself: a server replaced in
/// between gets the command, and the result is then <see cref="UnknownReason.ServerExiting"/>. And the process opens files for the server:
/// <c>save-buffer PATH</c> writes, and a command that asks for input where there is none reads an empty one instead of failing. And tmux's
/// program closes its stdout behind a <c>show-buffer</c>: what follows it in the same line is not seen.
/// </para>
/// </summary>
/// <param name="spawner">What knows the environment to give, and whom to tell of a process.</param>
/// <param name="tmux">Which program to run.</param>
/// <param name="time">For deadlines.</param>
public sealed class CliWrapTmuxClient(TmuxSpawner spawner, TmuxBinary tmux, TimeProvider time) : ITmuxClient
{
    private const int ReadLength = 32 * 1024;

    /// <inheritdoc/>
    public async Task<TmuxResult> RunAsync(
        TmuxServerAddress server, TmuxCommandLine line, TmuxRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        if ((TmuxResult.NotSent.Before(line, cancellationToken) ?? DescriptorReserve.NotSent) is { } not)
        {
            return not;
        }

        var connection = ServerConnection.Open(server, out var refusal, out var peer);
        if (connection is null)
        {
            return refusal!;
        }

        using var watch = new ServerWatch(connection, time);
        using var limit = RunLimit.Of(options.Deadline, time, cancellationToken);
        var result = await RunAsync(tmux.For(peer.Pid), TmuxArguments.Join(server.Socket, line), server.Socket, options, limit).ConfigureAwait(false);
        var end = result is TmuxResult.Exited { Status: 0 } ? await watch.AskAsync(limit.Token).ConfigureAwait(false) : await watch.StopAsync().ConfigureAwait(false);
        return (end, result) switch
        {
            (ServerWatchEnd.ShutDown, TmuxResult.Exited or TmuxResult.Unknown { Reason: UnknownReason.ConnectionLost or UnknownReason.ClosedUnread }) =>
                new TmuxResult.Unknown(UnknownReason.ServerExiting, "the server ended while the command ran"),
            (ServerWatchEnd.Lost, TmuxResult.Exited) =>
                new TmuxResult.Unknown(UnknownReason.ConnectionLost, "the server went while the command ran"),
            _ => result,
        };
    }

    private async Task<TmuxResult> RunAsync(string program, TmuxArguments arguments, SocketPath socket, TmuxRunOptions options, RunLimit limit)
    {
        BoundedOutput output = new(options.OutputLimit), error = new(options.OutputLimit);
        var command = Cli.Wrap(program)
            .WithArguments(arguments.Words)
            .WithWorkingDirectory(TmuxSpawner.HomeDirectory)
            .WithEnvironmentVariables(TmuxSpawner.EnvironmentChanges(arguments))
            .WithStandardInputPipe(options.Input is { } input ? PipeSource.FromBytes(input) : PipeSource.Null)
            .WithStandardOutputPipe(Into(options.KeepsOutput ? output : null, options.OnOutput, limit.Token))
            .WithStandardErrorPipe(Into(error, null, limit.Token))
            .WithValidation(CommandResultValidation.None);
        spawner.Announce(arguments);
        try
        {
            // CliWrap's own tokens send SIGINT, which a tmux client ignores, or SIGKILL, which can crash the server.
            var running = command.ExecuteAsync(CancellationToken.None);
            await using var registration = limit.Token.Register(() => Libc.Signal(running.ProcessId, Libc.SigTerm));
            var result = await running;
            return limit.Token.IsCancellationRequested
                ? limit.Result
                : ClientProcessEnd.Problem(socket, output.Bytes.Span, error.Bytes.Span)
                    ?? new TmuxResult.Exited(result.ExitCode, output.Bytes, error.Bytes, output.IsCut || error.IsCut);
        }
        catch (Win32Exception e)
        {
            return new TmuxResult.NotSent(NotSentReason.NoProgram, $"{program} cannot be started: {e.Message}");
        }
    }

    // The process hands its own descriptors to the server: one that is stopped keeps these pipes open after the process has ended.
    private static PipeTarget Into(BoundedOutput? output, Action<ReadOnlyMemory<byte>>? onOutput, CancellationToken givenUp) => PipeTarget.Create(async (stream, _) =>
    {
        var buffer = new byte[ReadLength];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(givenUp).ConfigureAwait(false)) > 0)
            {
                output?.Add(buffer.AsSpan(0, count));
                onOutput?.Invoke(buffer.AsMemory(0, count));
            }
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            // The result says so.
        }
    });
}
