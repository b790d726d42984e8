using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.State;

namespace RunKit.Api.Live;

/// <summary>An attached terminal: what it shows, and what is typed. It lasts as long as its channel.</summary>
internal sealed class TerminalChannel(int number, LiveSender sender, long credit, IControlPlane plane, ServerName server, AttachRequest request)
    : LiveChannel(number, sender, credit)
{
    private const int Piece = 16 * 1024;

    private readonly TaskCompletionSource<IAttachedTerminal?> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async ValueTask<string?> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // What is typed before it is attached waits for that, and with it what else this viewer says.
        if (await _attached.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } terminal)
        {
            await terminal.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    public override async ValueTask<string?> ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        var size = new TerminalSize(columns, rows);
        if (AttachRequest.SizeProblem(size) is { } problem)
        {
            return problem;
        }

        if (await _attached.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } terminal)
        {
            await terminal.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    protected override async Task<(string Code, string Reason)> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            switch (await plane.OpenTerminalAsync(server, request, cancellationToken).ConfigureAwait(false))
            {
                case TerminalOutcome.Opened { Terminal: var terminal }:
                    await using (terminal.ConfigureAwait(false))
                    {
                        return await ShowAsync(terminal, cancellationToken).ConfigureAwait(false);
                    }

                case TerminalOutcome.NotOpened not:
                    return (ProblemCodes.Refused, not.Reason);
                default:
                    return (ProblemCodes.UnknownServer, $"there is no server named {server}");
            }
        }
        finally
        {
            _attached.TrySetResult(null);
        }
    }

    private async Task<(string Code, string Reason)> ShowAsync(IAttachedTerminal terminal, CancellationToken cancellationToken)
    {
        _attached.SetResult(terminal);
        var buffer = new byte[Piece];
        int length;
        while ((length = await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await SendAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }

        return (LiveWords.Ended, terminal.Ended ?? "it was detached");
    }
}
