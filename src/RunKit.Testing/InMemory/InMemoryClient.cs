using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Testing.InMemory;

/// <summary>Clients of a fake machine's servers: words in; status, stdout and stderr out.</summary>
internal sealed class InMemoryClient(FakeTmux tmux, TimeProvider time) : ITmuxClient
{
    public async Task<TmuxResult> RunAsync(
        TmuxServerAddress server, TmuxCommandLine line, TmuxRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        if (TmuxResult.NotSent.Before(line, cancellationToken) is { } not)
        {
            return not;
        }

        var client = new Visit(options);
        if (tmux.Connect(server, line, client) is { } refusal)
        {
            return refusal;
        }

        using var deadline = options.Deadline is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        await using var late = deadline.Token.Register(() => client.End(new TmuxResult.Unknown(UnknownReason.Deadline, $"no answer within {options.Deadline?.TotalSeconds:0.#} s"))).ConfigureAwait(false);
        await using var given = cancellationToken.Register(() => client.End(new TmuxResult.Unknown(UnknownReason.Cancelled, "it was given up"))).ConfigureAwait(false);
        return await client.Result.ConfigureAwait(false);
    }
}

/// <summary>One client from its connect to its end.</summary>
internal sealed class Visit(TmuxRunOptions options)
{
    private readonly TaskCompletionSource<TmuxResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TmuxResult> Result => _result.Task;

    /// <summary>It has gone, in whatever way. What it asked for is done all the same.</summary>
    public bool IsOver => _result.Task.IsCompleted;

    public void End(TmuxResult result) => _result.TrySetResult(result);

    /// <summary>What it asks the server to do.</summary>
    public CommandRun Ask(FakeTmuxServer server)
    {
        CommandRun? run = null;
        run = new CommandRun(server, options.Input)
        {
            OnOutput = bytes =>
            {
                if (!IsOver)
                {
                    options.OnOutput?.Invoke(bytes);
                }
            },
            OnEnd = () => End(Exited(run!)),
        };
        return run;
    }

    private TmuxResult.Exited Exited(CommandRun run) => new(
        run.Status, Kept(run.Output), Kept(run.Errors), run.Output.Length > options.OutputLimit || run.Errors.Length > options.OutputLimit);

    private byte[] Kept(byte[] bytes) => bytes.Length > options.OutputLimit ? bytes[..options.OutputLimit] : bytes;
}
