namespace RunKit.Tmux.Agents;

/// <summary>A process of a pane's tree.</summary>
/// <param name="Process">The process.</param>
/// <param name="Parent">Its parent's pid.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Stopped">It is stopped.</param>
/// <param name="Name">The name that the kernel has for it: 15 bytes at most.</param>
/// <param name="Arguments">Its first arguments.</param>
public sealed record PaneProcess(ProcessIdentity Process, int Parent, int Group, int Session, bool Stopped, string Name, ImmutableArray<string> Arguments)
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "ksh", "mksh", "tcsh", "nu", "elvish", "xonsh", "sh", "dash", "ash", "busybox", "csh"];

    /// <summary>The name that it was started by, without its directory and the dash of a login shell; of a script that is run by its path its own.</summary>
    public string Program => Arguments is [{ Length: > 0 } first, ..] && Started(first) is var name && !(IsShellName(name) && Name.Length > 0 && !IsShellName(Name)) ? name : Name;

    /// <summary>It is a shell, or runs a script of one.</summary>
    public bool IsShell => IsShellName(Program);

    /// <summary>A path's last part.</summary>
    public static string Base(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[(path.LastIndexOf('/') + 1)..];
    }

    // A program may have written a sentence in place of its name: npm exec @openai/codex.
    private static string Started(string argument) =>
        Base((argument.StartsWith('/') || argument.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space) ? argument : argument[..space]).TrimStart('-'));

    private static bool IsShellName(string name) => Shells.Contains(name, StringComparer.Ordinal);
}

/// <summary>What the kernel says of a pane at a moment.</summary>
/// <param name="Process">The process that tmux started in it.</param>
/// <param name="Foreground">The process group that has the terminal; 0 for none.</param>
/// <param name="LastOutput">When something was written to the terminal last, to within eight seconds; null where that cannot be seen.</param>
public sealed record PaneProcessLook(ProcessIdentity Process, int Foreground, DateTimeOffset? LastOutput);
