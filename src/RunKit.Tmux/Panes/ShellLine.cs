using System.Text;

namespace RunKit.Tmux.Panes;

/// <summary>
/// How a shell that lives is told to run something, and to say how it ended: one short line is typed, which reads a file. The file holds what
/// is to be run, so that it may be of any length, and of several lines, whatever the terminal makes of those. A mark before its output and
/// one behind it, with the status, are commands for a terminal that none knows.
/// </summary>
/// <param name="Text">What is typed. It begins with a space, which keeps it out of many a history.</param>
/// <param name="Script">What the file holds.</param>
public sealed record ShellLine(string Text, string Script)
{
    private const string Fish = "fish";
    private static readonly string[] Posix = ["bash", "zsh", "sh", "dash", "ash"];

    /// <summary>The line for one shell; null for a shell that is not known.</summary>
    /// <param name="shell">The shell's name.</param>
    /// <param name="id">The run.</param>
    /// <param name="command">One word is a text for the shell; of several, each is a word of a command, and stays as it is.</param>
    /// <param name="file">The file's absolute path.</param>
    public static ShellLine? Of(string shell, RunId id, ImmutableArray<string> command, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!IsKnown(shell))
        {
            return null;
        }

        var isFish = shell == Fish;
        Func<string, string> quoted = isFish ? FishQuoted : PosixQuoted;
        var text = command is [var alone] ? alone : string.Join(' ', command.Select(quoted));
        var (read, status) = shell switch
        {
            Fish => ("source", "$status"),
            "bash" or "zsh" => (".", "\"$?\""),

            // Of these an error in a file takes the rest of the line with it, unless it is read so.
            _ => ("command .", "\"$?\""),
        };
        var (begin, end) = RunOutput.ShellMarks(id);
        return new ShellLine($" printf '{begin}'; {read} {quoted(file)}; printf '{end}' {status}", $"{text}\n");
    }

    /// <summary>The names of the shells that are known.</summary>
    public static string Known => string.Join(", ", [.. Posix, Fish]);

    /// <summary>Whether a shell of that name is known.</summary>
    public static bool IsKnown(string shell) => shell == Fish || Posix.Contains(shell, StringComparer.Ordinal);

    /// <summary>What is typed, as bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 => Encoding.UTF8.GetBytes(Text);

    private static string PosixQuoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string FishQuoted(string word) =>
        $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
