using System.Buffers;
using System.Net.Sockets;
using System.Text;
using RunKit.Tmux.Protocol;
using RunKit.Tmux.State;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>One attached client: its terminal, and its connection to the server.</summary>
internal sealed class AttachedTerminal : IAttachedTerminal
{
    private const int ReceiveLength = 16 * 1024;
    private readonly Socket _socket;
    private readonly PseudoTerminal _terminal;
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _listening;

    public AttachedTerminal(Socket socket, PseudoTerminal terminal)
    {
        (_socket, _terminal) = (socket, terminal);
        _listening = ListenAsync();
    }

    public string? Ended { get; private set; }

    /// <summary>Waits until it is attached; false when it is not to be.</summary>
    public async Task<bool> BeginsAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _ready.Task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _terminal.ReadAsync(buffer, cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _terminal.WriteAsync(bytes, cancellationToken);

    public async ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        if (AttachRequest.SizeProblem(size) is null && Ended is null)
        {
            _terminal.Resize(size);
            await SayAsync(TerminalMessages.Resize).ConfigureAwait(false);
        }
    }

    // The server sees the terminal's end and the connection's, and has no such client any more.
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        _terminal.Dispose();
        await _listening.ConfigureAwait(false);
    }

    private async Task ListenAsync()
    {
        var (conversation, reader, buffer) = (new ClientConversation(TmuxRunOptions.Default), new MessageReader(), new byte[ReceiveLength]);
        try
        {
            while (Ended is null)
            {
                var count = await _socket.ReceiveAsync(buffer, _over.Token).ConfigureAwait(false);
                Ended = count == 0 ? "the server closed the connection" : null;
                await TakeAsync(conversation, reader, buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            Ended ??= e is InvalidDataException ? e.Message : "the connection to the server ended";
        }

        // Only when its client has closed the connection does the server close the terminal, whose end its reader waits for.
        _socket.Dispose();
        _ready.TrySetResult(false);
    }

    private async Task TakeAsync(ClientConversation conversation, MessageReader reader, ReadOnlyMemory<byte> bytes)
    {
        var answers = new ArrayBufferWriter<byte>();
        conversation.Receive(bytes, answers);
        while (reader.TryRead(ref bytes, out var message))
        {
            switch (message.Type)
            {
                case MessageType.Ready:
                    _ready.TrySetResult(true);
                    answers.Write(TerminalMessages.Resize.Span);
                    break;
                case MessageType.Detach or MessageType.DetachKill:
                    Ended = "it was detached";
                    answers.Write(TerminalMessages.Exiting.Span);
                    break;
                case MessageType.Lock:
                    answers.Write(TerminalMessages.Unlock.Span);
                    break;
                case MessageType.Suspend:
                    answers.Write(TerminalMessages.WakeUp.Span);
                    break;
            }
        }

        if (answers.WrittenCount > 0)
        {
            await SayAsync(answers.WrittenMemory).ConfigureAwait(false);
        }

        Ended ??= conversation.Result switch
        {
            null => null,
            TmuxResult.Exited { Error.IsEmpty: false } exited => Encoding.UTF8.GetString(exited.Error.Span).Trim(),
            TmuxResult.Exited => "its session ended",
            TmuxResult.NotSent not => not.Detail,
            TmuxResult.Unknown unknown => unknown.Detail,
            _ => "it ended",
        };
    }

    private async Task SayAsync(ReadOnlyMemory<byte> bytes)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(bytes, _over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended, which is told by what listens.
        }
        finally
        {
            _turn.Release();
        }
    }
}
