using System.Buffers;
using System.Net.Sockets;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Linux.Launching;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Linux.Clients;

/// <summary>
/// Speaks tmux's protocol over the server's socket, with no process: a connection for each command line. It can start no server, since all
/// it does is connect, and the kernel closes what it has when we die.
/// </summary>
public sealed class SocketTmuxClient(TimeProvider time) : ITmuxClient
{
    // The server writes no more than this at once.
    private const int ReceiveLength = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _introduction =
        ClientMessages.Introduction(Environment.ProcessId, TmuxSpawner.HomeDirectory, TmuxSpawner.ClientEnvironment());

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

        using var socket = ServerConnection.Open(server, out var refusal, out _);
        if (socket is null)
        {
            return refusal!;
        }

        using var limit = RunLimit.Of(options.Deadline, time, cancellationToken);
        return await ConverseAsync(socket, line, options, limit).ConfigureAwait(false);
    }

    private async Task<TmuxResult> ConverseAsync(Socket socket, TmuxCommandLine line, TmuxRunOptions options, RunLimit limit)
    {
        var conversation = new ClientConversation(options);
        var isSent = false;
        try
        {
            await socket.SendAsync(ClientConversation.Opening(_introduction.Span, line), limit.Token).ConfigureAwait(false);
            isSent = true;
            return await ListenAsync(socket, conversation, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            return conversation.Result ?? limit.Result;
        }
        catch (SocketException e)
        {
            return conversation.Result ?? Ended(isSent, conversation.WasAnswered, e);
        }
    }

    private static async Task<TmuxResult> ListenAsync(Socket socket, ClientConversation conversation, CancellationToken cancellationToken)
    {
        var answers = new ArrayBufferWriter<byte>();
        while (await ReceiveAsync(socket, conversation, answers, cancellationToken).ConfigureAwait(false))
        {
            if (answers.WrittenCount > 0)
            {
                await socket.SendAsync(answers.WrittenMemory, cancellationToken).ConfigureAwait(false);
                answers.ResetWrittenCount();
            }

            if (conversation.Result is { } result)
            {
                return result;
            }
        }

        return new TmuxResult.Unknown(UnknownReason.ConnectionLost, "the server closed the connection in the middle of the command");
    }

    // A command may wait for hours: what it waits with has no buffer.
    private static async Task<bool> ReceiveAsync(
        Socket socket, ClientConversation conversation, ArrayBufferWriter<byte> answers, CancellationToken cancellationToken)
    {
        await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveLength);
        try
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            conversation.Receive(buffer.AsMemory(0, count), answers);
            return count > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The command stands at the end of what is sent first: a server that closed before it could be sent has not got it whole. One that is on
    // its way out accepts and closes, which resets a connection with unread bytes.
    private static TmuxResult Ended(bool isSent, bool wasAnswered, SocketException e) => (isSent, wasAnswered) switch
    {
        (false, _) => new TmuxResult.NotSent(NotSentReason.ServerExiting, "the server closed the connection before the command was sent"),
        (true, false) when e.SocketErrorCode == SocketError.ConnectionReset =>
            new TmuxResult.Unknown(UnknownReason.ClosedUnread, "the server closed the connection unread"),
        _ => new TmuxResult.Unknown(UnknownReason.ConnectionLost, $"the connection to the server was lost: {e.Message}"),
    };
}
