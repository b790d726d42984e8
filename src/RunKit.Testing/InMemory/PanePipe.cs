using System.Globalization;
using System.Text.RegularExpressions;

namespace RunKit.Testing.InMemory;

/// <summary>A pane's output on its way into a file, as <c>pipe-pane</c> and <c>cat</c> take it there.</summary>
internal sealed partial class PanePipe(InMemoryRunFiles files, string path, long limit)
{
    private const int BytesOfBlock = 512;

    /// <summary>At the file's limit <c>cat</c> has ended, and the pipe with it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Reads the one command that RunKit gives to a pipe.</summary>
    /// <exception cref="NotModelledException">It is another.</exception>
    public static PanePipe Of(InMemoryRunFiles files, string command) => ToFile().Match(command) is { Success: true } match
        ? new PanePipe(files, match.Groups["path"].Value.Replace("'\\''", "'", StringComparison.Ordinal), long.Parse(match.Groups["blocks"].Value, CultureInfo.InvariantCulture) * BytesOfBlock)
        : throw new NotModelledException($"pipe-pane to {command}");

    public void Write(byte[] bytes) => IsOpen = IsOpen && files.Append(path, bytes, limit);

    [GeneratedRegex("^umask 077; ulimit -f (?<blocks>[0-9]+); exec cat > '(?<path>.*)'$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex ToFile();
}
