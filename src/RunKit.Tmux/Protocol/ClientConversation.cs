using System.Buffers;
using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Protocol;

/// <summary>
/// What a plain client says to a server from its first byte to its last, with no socket in it: bytes in, bytes out, and at the end a result.
/// It takes along no descriptor, opens no file for the server, and gives its input to whatever command asks for stdin.
/// </summary>
public sealed class ClientConversation
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int NotOpen = -1;

    // EBADF, which is what tmux itself says of a stream that a client does not have.
    private const int NoSuchStream = 9;
    private const string AccessRefused = "access not allowed";

    private readonly MessageReader _reader = new();
    private readonly TmuxRunOptions _options;
    private readonly BoundedOutput _output;
    private readonly BoundedOutput _error;
    private readonly Dictionary<int, int> _streams = [];

    /// <param name="options">The input, the limits, and who sees the output as it comes.</param>
    public ClientConversation(TmuxRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _output = new BoundedOutput(options.OutputLimit);
        _error = new BoundedOutput(options.OutputLimit);
    }

    /// <summary>How it ended; null while it has not.</summary>
    public TmuxResult? Result { get; private set; }

    /// <summary>Whether the server has said anything yet.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>What to send first.</summary>
    /// <param name="introduction">As <see cref="ClientMessages.Introduction"/> builds it.</param>
    /// <param name="line">The commands; not longer than a message takes.</param>
    public static ReadOnlyMemory<byte> Opening(ReadOnlySpan<byte> introduction, TmuxCommandLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var to = new ArrayBufferWriter<byte>(introduction.Length + line.Arguments.Length + MessageFrame.HeaderLength + sizeof(int));
        to.Write(introduction);
        ClientMessages.WriteCommand(to, line.Words.Length, line.Arguments.AsSpan());
        return to.WrittenMemory;
    }

    /// <summary>Takes what the server sent and writes what to answer.</summary>
    public void Receive(ReadOnlyMemory<byte> bytes, IBufferWriter<byte> answers)
    {
        WasAnswered |= !bytes.IsEmpty;
        try
        {
            while (Result is null && _reader.TryRead(ref bytes, out var message))
            {
                Take(message, answers);
            }
        }
        catch (InvalidDataException e)
        {
            Result = new TmuxResult.Unknown(UnknownReason.NotUnderstood, e.Message);
        }
    }

    private void Take(ServerMessage message, IBufferWriter<byte> answers)
    {
        switch (message.Type)
        {
            case MessageType.WriteOpen when message.Number(0) is { } stream:
                OpenForWriting(stream, message.Number(1) ?? NotOpen, answers);
                break;
            case MessageType.Write when message.Number(0) is { } stream:
                Take(_streams.GetValueOrDefault(stream, NotOpen), message.After(1));
                break;
            case MessageType.ReadOpen when message.Number(0) is { } stream:
                Read(stream, message.Number(1) ?? NotOpen, answers);
                break;
            case MessageType.Exit:
                ClientMessages.WriteExiting(answers);
                Result = Exit(message.Number(0) ?? 0, Text(message.After(1)));
                break;
            case MessageType.Shutdown:
                ClientMessages.WriteExiting(answers);
                Result = new TmuxResult.Unknown(UnknownReason.ServerExiting, "the server ends, and the command with it");
                break;
            case MessageType.Version:
                Result = new TmuxResult.NotSent(NotSentReason.WrongProtocol, "the server speaks another version of tmux's protocol");
                break;
        }
    }

    // A stream that was refused is told as such once; the command that wants it ends with an error.
    private void OpenForWriting(int stream, int descriptor, IBufferWriter<byte> answers)
    {
        var isOurs = descriptor is StandardOutput or StandardError;
        if (isOurs)
        {
            _streams[stream] = descriptor;
        }

        ClientMessages.WriteReady(answers, stream, isOurs ? 0 : NoSuchStream);
    }

    private void Take(int descriptor, ReadOnlyMemory<byte> piece)
    {
        if (descriptor == StandardOutput)
        {
            if (_options.KeepsOutput)
            {
                _output.Add(piece.Span);
            }

            _options.OnOutput?.Invoke(piece);
        }
        else if (descriptor == StandardError)
        {
            _error.Add(piece.Span);
        }
    }

    private void Read(int stream, int descriptor, IBufferWriter<byte> answers)
    {
        var input = descriptor == StandardInput ? _options.Input : null;
        if (input is { } bytes)
        {
            ClientMessages.WriteInput(answers, stream, bytes.Span);
        }

        ClientMessages.WriteReadDone(answers, stream, input is null ? NoSuchStream : 0);
    }

    // A server that admits nobody says so in an exit, and has run nothing.
    private TmuxResult Exit(int status, string text) => text == AccessRefused
        ? new TmuxResult.NotSent(NotSentReason.NotOurs, text)
        : new TmuxResult.Exited(status, _output.Bytes, _error.Bytes, _output.IsCut || _error.IsCut);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span.TrimEnd((byte)0));
}
