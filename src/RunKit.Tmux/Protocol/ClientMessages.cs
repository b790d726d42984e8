using System.Buffers;
using System.Text;

namespace RunKit.Tmux.Protocol;

/// <summary>
/// The one place that builds what is sent to a server. A message that is not well-formed ends the user's server (<c>fatalx</c>): so each has
/// its method here, which sees to lengths, NULs and counts, and nothing else frames a message.
/// </summary>
public static class ClientMessages
{
    /// <summary>How many bytes of argument vector a command message takes, with a NUL behind each word.</summary>
    public const int GreatestArguments = MessageFrame.GreatestPayload - sizeof(int);

    private const int NoProcess = -1;

    // CLIENT_UTF8 of tmux.h, which `tmux -u` sets.
    internal const long Utf8 = 0x10000;

    // Without the number of the stream in front.
    private const int GreatestPiece = MessageFrame.GreatestPayload - sizeof(int);

    /// <summary>Who the client is, to be sent before its command: no terminal, and no descriptor.</summary>
    /// <param name="process">The pid to be known by.</param>
    /// <param name="directory">Where new panes begin, unless told otherwise.</param>
    /// <param name="environment">Variables as <c>NAME=VALUE</c>; one that is too long for a message is left out, as tmux does.</param>
    public static ReadOnlyMemory<byte> Introduction(int process, string directory, IEnumerable<string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var to = new ArrayBufferWriter<byte>();
        WriteText(to, MessageType.IdentifyTerminal, "");
        Write(to, MessageType.IdentifyFeatures, [0]);
        WriteText(to, MessageType.IdentifyTtyName, "");
        WriteText(to, MessageType.IdentifyDirectory, FitsAsText(directory) ? directory : "/");
        Write(to, MessageType.IdentifyProcess, [process]);
        foreach (var variable in environment.Where(FitsAsText))
        {
            WriteText(to, MessageType.IdentifyEnvironment, variable);
        }

        Write(to, MessageType.IdentifyFlags, BitConverter.GetBytes(Utf8));
        Write(to, MessageType.IdentifyDone, ReadOnlySpan<byte>.Empty);
        return to.WrittenMemory;
    }

    /// <summary>The words of an argument vector as a command message carries them: UTF-8, each with a NUL behind it.</summary>
    /// <exception cref="ArgumentException">There is no word, for which a server would make a session; or one holds a NUL.</exception>
    public static ImmutableArray<byte> Arguments(ImmutableArray<string> words)
    {
        if (words.IsDefaultOrEmpty)
        {
            throw new ArgumentException("a tmux command needs a name", nameof(words));
        }

        if (words.Any(word => word.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ArgumentException("a tmux command cannot carry a NUL character", nameof(words));
        }

        return [.. words.SelectMany(word => (byte[])[.. Encoding.UTF8.GetBytes(word), 0])];
    }

    /// <summary>Why no message can carry an argument vector of so many bytes, in one line; null when one can.</summary>
    public static string? Problem(int argumentBytes) => argumentBytes > GreatestArguments
        ? $"the command has {argumentBytes} bytes and tmux takes at most {GreatestArguments}: pass a long text as input (load-buffer -)"
        : null;

    /// <summary>
    /// A message of a protocol version that no tmux has. Any version of a server answers it with its own (<c>proc.c</c>,
    /// <c>peer_check_version</c>) before it looks at anything else, and closes the connection.
    /// </summary>
    public static ReadOnlyMemory<byte> VersionQuestion { get; } = BuildVersionQuestion();

    internal static void WriteCommand(IBufferWriter<byte> to, int count, ReadOnlySpan<byte> arguments)
    {
        if (Problem(arguments.Length) is { } problem)
        {
            throw new ArgumentException(problem, nameof(arguments));
        }

        Write(to, MessageType.Command, [count], arguments);
    }

    internal static void WriteExiting(IBufferWriter<byte> to) => Write(to, MessageType.Exiting, ReadOnlySpan<byte>.Empty);

    internal static void WriteReady(IBufferWriter<byte> to, int stream, int error) => Write(to, MessageType.WriteReady, [stream, error]);

    internal static void WriteReadDone(IBufferWriter<byte> to, int stream, int error) => Write(to, MessageType.ReadDone, [stream, error]);

    internal static void WriteInput(IBufferWriter<byte> to, int stream, ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            var length = Math.Min(input.Length, GreatestPiece);
            Write(to, MessageType.Read, [stream], input[..length]);
            input = input[length..];
        }
    }

    private static ReadOnlyMemory<byte> BuildVersionQuestion()
    {
        var to = new ArrayBufferWriter<byte>();
        WriteExiting(to);
        byte[] question = [.. to.WrittenSpan];
        BitConverter.TryWriteBytes(question.AsSpan(MessageFrame.VersionOffset), 0);
        return question;
    }

    internal static bool FitsAsText(string text) => !text.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(text) < MessageFrame.GreatestPayload;

    internal static void WriteText(IBufferWriter<byte> to, MessageType type, string text) => Write(to, type, [.. Encoding.UTF8.GetBytes(text), 0]);

    internal static void Write(IBufferWriter<byte> to, MessageType type, ReadOnlySpan<byte> payload) => Write(to, type, [], payload);

    internal static void Write(IBufferWriter<byte> to, MessageType type, ReadOnlySpan<int> numbers, ReadOnlySpan<byte> rest = default)
    {
        var length = MessageFrame.HeaderLength + (numbers.Length * sizeof(int)) + rest.Length;
        var frame = to.GetSpan(length)[..length];
        BitConverter.TryWriteBytes(frame, (int)type);
        BitConverter.TryWriteBytes(frame[MessageFrame.LengthOffset..], length);
        BitConverter.TryWriteBytes(frame[MessageFrame.VersionOffset..], MessageFrame.ProtocolVersion);
        BitConverter.TryWriteBytes(frame[MessageFrame.ProcessOffset..], NoProcess);
        var payload = frame[MessageFrame.HeaderLength..];
        foreach (var number in numbers)
        {
            BitConverter.TryWriteBytes(payload, number);
            payload = payload[sizeof(int)..];
        }

        rest.CopyTo(payload);
        to.Advance(length);
    }
}
