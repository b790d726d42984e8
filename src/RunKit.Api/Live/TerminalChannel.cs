using System.Threading.Channels;
using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.State;

namespace RunKit.Api.Live;

/// <summary>
/// An attached terminal: what it shows, and what is typed. It lasts as long as its channel. What is typed waits here while tmux does not read it, up to
/// a bound, and holds no other channel up.
/// </summary>
internal sealed class TerminalChannel(int number, LiveSender sender, long credit, IControlPlane plane, ServerName server, AttachRequest request)
    : LiveChannel(number, sender, credit)
{
    private const int Piece = 16 * 1024;
    private const int MostTyped = 1024 * 1024;

    private readonly Channel<(byte[] Bytes, TerminalSize? Size)> _typed = Channel.CreateUnbounded<(byte[] Bytes, TerminalSize? Size)>();
    private int _waiting;

    public override ValueTask<string?> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref _waiting, bytes.Length) > MostTyped)
        {
            Close("tmux does not read what is typed");
        }
        else
        {
            _typed.Writer.TryWrite((bytes.ToArray(), null));
        }

        return ValueTask.FromResult<string?>(null);
    }

    public override ValueTask<string?> ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        var size = new TerminalSize(columns, rows);
        var problem = AttachRequest.SizeProblem(size);
        if (problem is null)
        {
            _typed.Writer.TryWrite(([], size));
        }

        return ValueTask.FromResult(problem);
    }

    protected override async Task<(string Code, string Reason)> RunAsync(CancellationToken cancellationToken)
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

    private async Task<(string Code, string Reason)> ShowAsync(IAttachedTerminal terminal, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var typing = TypeAsync(terminal, over.Token);
        try
        {
            var buffer = new byte[Piece];
            int length;
            while ((length = await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await SendAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            }

            return (LiveWords.Ended, terminal.Ended ?? "it was detached");
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await typing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TypeAsync(IAttachedTerminal terminal, CancellationToken cancellationToken)
    {
        await foreach (var (bytes, size) in _typed.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Add(ref _waiting, -bytes.Length);
            if (size is { } given)
            {
                await terminal.ResizeAsync(given, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await terminal.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
