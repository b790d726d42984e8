using RunKit.Tmux.Linux.Processes;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>Which tmux program to run.</summary>
public sealed class TmuxBinary
{
    private static readonly Version Oldest = new(3, 2);

    private readonly string? _setting;

    /// <param name="setting">The configured program; empty for the server's own, else the one on PATH.</param>
    public TmuxBinary(string setting = "") => _setting = string.IsNullOrEmpty(setting) ? null : setting;

    /// <summary>
    /// The program for a server that runs: its own, because a client and a server of different versions may not understand each other.
    /// Whatever else listens on a socket there is never run.
    /// </summary>
    public string For(int serverPid) => _setting ?? ProcessTable.Program(serverPid, "tmux") ?? "tmux";

    /// <summary>Whether the program was configured, so that clients are to be that one.</summary>
    public bool IsSet => _setting is not null;

    /// <summary>The program for a server that is to be created, or for none in particular.</summary>
    public string Default => _setting ?? "tmux";

    /// <summary>The full path of a program on PATH; null when it is not there.</summary>
    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(IsExecutable);

    /// <summary>
    /// The program to start for one that may be a name on PATH; null when it is not there. A process that is started by its name alone is
    /// looked for in the current directory too, and fails where that is gone.
    /// </summary>
    internal static string? Resolve(string program) => program.Contains('/', StringComparison.Ordinal) ? program : FindOnPath(program);

    /// <summary>
    /// Why this tmux cannot be used, in one line; null when it can. <paramref name="versionText"/> is what <c>tmux -V</c> printed.
    /// </summary>
    public static string? Problem(string versionText)
    {
        ArgumentNullException.ThrowIfNull(versionText);
        var version = versionText.Trim().Split(' ').Last();
        if (version == "master" || version.StartsWith("openbsd", StringComparison.Ordinal))
        {
            return null;
        }

        var unreleased = version.StartsWith("next-", StringComparison.Ordinal) || version.Contains("-rc", StringComparison.Ordinal);
        var number = version.StartsWith("next-", StringComparison.Ordinal) ? version["next-".Length..] : version;
        var digits = new string([.. number.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        if (!Version.TryParse(digits, out var parsed))
        {
            return $"cannot tell tmux's version from '{versionText.Trim()}'; RunKit needs tmux 3.2 or later";
        }

        // What came before the release of 3.2 does not know -N yet.
        return parsed < Oldest || (parsed == Oldest && unreleased)
            ? $"tmux {version} is too old: RunKit needs 3.2 or later, whose -N never starts a server"
            : null;
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
}
