using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RunKit.Cli.Terminal;

/// <summary>Data goes to stdout; whatever else there is to say goes to stderr, a line each.</summary>
internal sealed partial class Output
{
    /// <summary>The <see cref="Exception.HResult"/> of a write whose reader has gone (EPIPE).</summary>
    public const int BrokenPipe = 32;

    private const int StandardOutput = 1;
    private const short PollError = 8;

    private readonly Lazy<StreamWriter> _data = new(() => new StreamWriter(OpenStandardOutput(), new UTF8Encoding(false)));

    /// <summary>Standard output, buffered until <see cref="Flush"/>.</summary>
    public TextWriter Data => _data.Value;

    /// <summary>Whether nobody can read what would be written: stdout is a pipe, and its other end is closed.</summary>
    public static bool ReaderHasGone()
    {
        var poll = new PollRequest { Descriptor = StandardOutput };
        return Poll(ref poll, 1, 0) > 0 && (poll.Found & PollError) != 0;
    }

    public void Flush()
    {
        if (_data.IsValueCreated)
        {
            _data.Value.Flush();
        }
    }

    /// <summary>A line of data.</summary>
    public void WriteLine(string text)
    {
        Data.Write(text);
        Data.Write('\n');
    }

    /// <summary>Text as it is.</summary>
    public void WriteText(string text) => Data.Write(text);

    /// <summary>Bytes as they are, behind whatever text was written.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Data.Flush();
            _data.Value.BaseStream.Write(bytes);
        }
    }

    /// <summary>Bytes as they are, on stderr.</summary>
    public static void WriteError(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            using var error = Console.OpenStandardError();
            error.Write(bytes);
        }
    }

    /// <summary>A JSON document, on a line of its own.</summary>
    public void WriteJson(ReadOnlySpan<byte> json)
    {
        Data.Write(Encoding.UTF8.GetString(json));
        Data.Write('\n');
    }

    /// <summary>One line on stderr, whatever <paramref name="text"/> holds.</summary>
    public static void Complain(string text) => Console.Error.Write($"runkit: {Printable.Line(text)}\n");

    // The console's own stream takes a reader's departure for success. A file's keeps its own offset, so only pipes go through one.
    private static Stream OpenStandardOutput()
    {
        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return Console.IsOutputRedirected && !stream.CanSeek ? stream : Console.OpenStandardOutput();
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollRequest request, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
