using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RunKit.Node.Terminal;

/// <summary>Data goes to stdout; whatever else there is to say goes to stderr, a line each.</summary>
internal sealed class Output
{
    /// <summary>The <see cref="Exception.HResult"/> of a write whose reader has gone (EPIPE).</summary>
    public const int BrokenPipe = 32;

    private readonly Lazy<StreamWriter> _data = new(() => new StreamWriter(OpenStandardOutput(), new UTF8Encoding(false)));

    /// <summary>Standard output, buffered until <see cref="Flush"/>.</summary>
    public TextWriter Data => _data.Value;

    public void Flush()
    {
        if (_data.IsValueCreated)
        {
            _data.Value.Flush();
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
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return Console.IsOutputRedirected && !stream.CanSeek ? stream : Console.OpenStandardOutput();
    }
}
