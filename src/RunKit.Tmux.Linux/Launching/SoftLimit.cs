using System.Globalization;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>
/// How many file descriptors a server that we start may have at first. .NET raises this process's own soft limit to the hard one, and whatever is
/// started here would inherit that, though programs that use <c>select(2)</c> break above 1024. So a server is given what our own parent has.
/// </summary>
internal static class SoftLimit
{
    private const string Line = "Max open files";

    // What systemd gives its services: its own limit is another.
    private const ulong OfServices = 1024;

    /// <summary>The soft limit to give; null where it is unknown, or ours is no higher.</summary>
    public static ulong? ToGive { get; } = Find();

    /// <summary>The program and the words that run another with that limit.</summary>
    /// <param name="path">The program that is meant.</param>
    /// <param name="words">Its arguments.</param>
    public static (string Program, IReadOnlyList<string> Words) Around(string path, IReadOnlyList<string> words) =>
        ToGive is { } limit && TmuxBinary.Resolve("prlimit") is { } prlimit
            ? (prlimit, [string.Create(CultureInfo.InvariantCulture, $"--nofile={limit}:"), "--", path, .. words])
            : (path, words);

    /// <summary>The soft limit that a process has, by the text of its <c>/proc/PID/limits</c>; null where there is none, or it does not say.</summary>
    public static ulong? Read(string limits) =>
        limits.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && ulong.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static ulong? Find()
    {
        try
        {
            var parent = Parent(File.ReadAllText("/proc/self/stat"));
            var limit = File.ReadAllText($"/proc/{parent}/comm").TrimEnd('\n') == "systemd" ? OfServices : Read(File.ReadAllText($"/proc/{parent}/limits"));
            return limit < Libc.DescriptorLimit() ? limit : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A parent that has gone, or is another user's, tells nothing.
            return null;
        }
    }

    // "4711 (name, which may hold anything) S PARENT ...".
    private static string Parent(string stat) => stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
