using System.Globalization;
using System.Text.RegularExpressions;

namespace RunKit.Testing.InMemory;

/// <summary>A pane's output on its way into a file, as <c>pipe-pane</c> and <c>cat</c> take it there.</summary>
internal sealed partial class PanePipe
{
    private const int BytesOfBlock = 512;

    private readonly Func<byte[], bool> _write;
    private readonly InMemoryPanePipe? _stream;

    private PanePipe(Func<byte[], bool> write, InMemoryPanePipe? stream) => (_write, _stream) = (write, stream);

    /// <summary>It takes whatever the pane's screen is written; else what programs hand it alone.</summary>
    public bool TakesScreen => _stream is not null;

    /// <summary>At the file's limit <c>cat</c> has ended, and the pipe with it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Reads the commands that RunKit gives to a pipe.</summary>
    /// <exception cref="NotModelledException">It is another.</exception>
    public static PanePipe Of(FakeTmux machine, string command)
    {
        if (machine.PanePipes.Find(command) is { } stream)
        {
            stream.Open();
            return new PanePipe(
                bytes =>
                {
                    stream.Write(bytes);
                    return true;
                },
                stream);
        }

        if (ToFile().Match(command) is not { Success: true } match)
        {
            throw new NotModelledException($"pipe-pane to {command}");
        }

        var path = match.Groups["path"].Value.Replace("'\\''", "'", StringComparison.Ordinal);
        var limit = long.Parse(match.Groups["blocks"].Value, CultureInfo.InvariantCulture) * BytesOfBlock;
        return new PanePipe(bytes => machine.RunFiles.Append(path, bytes, limit), null);
    }

    public void Write(byte[] bytes) => IsOpen = IsOpen && _write(bytes);

    /// <summary>Its command ends.</summary>
    public void End() => _stream?.End();

    [GeneratedRegex("^umask 077; ulimit -f (?<blocks>[0-9]+); exec cat > '(?<path>.*)'$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex ToFile();
}
