using System.Globalization;
using System.Text;
using RunKit.Tmux.Panes;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux.Terminals;

/// <summary>Terminals as the kernel shows them: their settings, what waits in them, and the program in their foreground.</summary>
public sealed class PaneTerminals : IPaneTerminals
{
    private const int ForegroundField = 5;
    private const int GroupField = 2;
    private const int TerminalField = 4;
    private const int FirstPseudo = 136;

    /// <inheritdoc/>
    public PaneTerminal? Read(string tty, int panePid)
    {
        ArgumentException.ThrowIfNullOrEmpty(tty);
        return Termios.Look(tty) is { } settings
            ? new PaneTerminal(settings.ReadsLines, settings.Echoes, settings.Unread, Foreground(panePid))
            : null;
    }

    /// <inheritdoc/>
    public IDisposable? TryClaim(string tty)
    {
        ArgumentException.ThrowIfNullOrEmpty(tty);
        return TerminalLock.TryTake(tty);
    }

    /// <inheritdoc/>
    public PaneTerminal? Find(int panePid) => PathOf(panePid) is { } tty ? Read(tty, panePid) : null;

    /// <inheritdoc/>
    public DateTimeOffset? LastOutput(int panePid)
    {
        // The kernel notes it in the device, every eight seconds at most: else it would tell how somebody types.
        var tty = PathOf(panePid);
        return tty is not null && File.Exists(tty) ? new DateTimeOffset(File.GetLastWriteTimeUtc(tty)) : null;
    }

    private static string? PathOf(int panePid) =>
        Stat(panePid) is { } stat && int.TryParse(stat[TerminalField], NumberStyles.None, CultureInfo.InvariantCulture, out var device) ? PathOfDevice(device) : null;

    // The device's major number is in bits 8 to 19; those of pseudo-terminals are 136 to 143, 256 terminals each.
    private static string? PathOfDevice(int device)
    {
        var (major, minor) = ((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00));
        return major is >= FirstPseudo and < FirstPseudo + 8
            ? string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{((major - FirstPseudo) << 8) + minor}")
            : null;
    }

    private static ForegroundProgram? Foreground(int panePid)
    {
        if (Stat(panePid) is not { } pane
            || !int.TryParse(pane[ForegroundField], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var group)
            || group <= 0
            || Stat(group) is not { } leader)
        {
            return null;
        }

        return new ForegroundProgram(group, Name(group), leader[0] == "S", leader[0] is "T" or "t", HasCompany(group));
    }

    // tmux takes the name from there too: the first word, without its directory and the dash of a login shell.
    private static string Name(int pid)
    {
        var line = Read($"/proc/{pid}/cmdline") ?? "";
        var end = line.IndexOf('\0', StringComparison.Ordinal);
        var word = (end < 0 ? line : line[..end]).TrimStart('-');
        return word.StartsWith('/') ? word[(word.LastIndexOf('/') + 1)..] : word;
    }

    private static bool HasCompany(int leader) =>
        (Read($"/proc/{leader}/task/{leader}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(child => int.TryParse(child, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Stat(pid) is { } stat
                && stat[0] is not ("Z" or "X")
                && stat[GroupField] == leader.ToString(CultureInfo.InvariantCulture));

    // The fields behind the name, which may hold anything.
    private static string[]? Stat(int pid)
    {
        var stat = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")) ?? "";
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > ForegroundField ? fields : null;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
