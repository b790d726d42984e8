using System.Diagnostics;
using System.Text;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.State;

namespace RunKit.Benchmarks.Tmux;

/// <summary>
/// A tmux client in control mode and its two pipes, with nothing of RunKit around it: read and written by whoever calls, on its own
/// thread. What tmux itself takes is what this takes.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private readonly Process _client;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    private BareClient(Process client) => _client = client;

    /// <summary>Starts tmux with this argument vector.</summary>
    public static BareClient Start(TmuxSandbox sandbox, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("tmux", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["TMUX_TMPDIR"] = sandbox.Root;
        return new BareClient(Process.Start(start)!);
    }

    /// <summary>Attaches to a session and is there when this returns.</summary>
    public static BareClient Attach(TmuxSandbox sandbox, string server, string session = "user")
    {
        var client = Start(
            sandbox, ["-N", "-u", "-C", "-S", sandbox.Socket(server).Value, "attach-session", "-f", "no-output,ignore-size", "-t", $"={session}:"]);
        client.AwaitLine(line => line.StartsWith("%session-changed"u8));
        return client;
    }

    public void Write(string lines)
    {
        var input = _client.StandardInput.BaseStream;
        input.Write(Encoding.UTF8.GetBytes(lines));
        input.Flush();
    }

    /// <summary>Reads on until there is such a line.</summary>
    /// <exception cref="EndOfStreamException">The client ended before.</exception>
    public void AwaitLine(LineTest isIt)
    {
        while (!isIt(ReadLine()))
        {
        }
    }

    /// <summary>Reads on until so many commands are answered.</summary>
    public void AwaitReplies(int count)
    {
        for (; count > 0; count--)
        {
            AwaitLine(line => line.StartsWith("%end "u8));
        }
    }

    /// <summary>Asks what a mirror asks, and reads the whole answer.</summary>
    public void List()
    {
        Write($"{StateReader.Line}\n");
        AwaitReplies(StateReader.Commands.Length);
    }

    /// <summary>Reads to the end of the client's output.</summary>
    public void AwaitEnd()
    {
        while (_client.StandardOutput.BaseStream.Read(_buffer) > 0)
        {
        }
    }

    /// <summary>Ends the client by ending its input, and waits until it has gone.</summary>
    public void Dispose()
    {
        _client.StandardInput.Close();
        AwaitEnd();
        _client.WaitForExit();
        _client.Dispose();
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            Fill();
        }

        var line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        return line;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = _client.StandardOutput.BaseStream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count > 0 ? count : throw new EndOfStreamException("tmux ended, or said a line longer than the buffer");
    }

    public delegate bool LineTest(ReadOnlySpan<byte> line);
}
