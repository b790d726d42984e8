namespace RunKit.Tmux.Panes;

/// <summary>What the kernel says of a pane's terminal, and of the program that reads it.</summary>
/// <param name="ReadsLines">The kernel edits lines (ICANON): what is typed can be read when its line has ended.</param>
/// <param name="Echoes">The kernel shows what is typed (ECHO).</param>
/// <param name="Unread">How many bytes are typed and not read yet. Where the kernel edits lines, those of ended lines only.</param>
/// <param name="Foreground">The program in the foreground; null when the kernel names none that lives.</param>
public sealed record PaneTerminal(bool ReadsLines, bool Echoes, int Unread, ForegroundProgram? Foreground)
{
    // Line editors that take the terminal out of the kernel's hands while they stand at their prompt.
    private static readonly string[] Editing = ["bash", "zsh", "fish", "ksh", "mksh", "tcsh", "nu", "elvish", "xonsh"];
    private static readonly string[] Plain = ["sh", "dash", "ash", "busybox", "csh"];

    /// <summary>A line is asked for that is not to be seen.</summary>
    public bool IsPassword => ReadsLines && !Echoes;

    /// <summary>A shell waits for a command, and nothing that was typed waits for it.</summary>
    public bool IsAtPrompt => Unread == 0
        && Foreground is { Waits: true, HasCompany: false } program
        && ((Editing.Contains(program.Name, StringComparer.Ordinal) && !ReadsLines) || (Plain.Contains(program.Name, StringComparer.Ordinal) && !IsPassword));
}

/// <summary>The leader of the process group that has a terminal.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="Name">The program's name, without directory, as it was started.</param>
/// <param name="Waits">It sleeps until something comes.</param>
/// <param name="Stopped">It is stopped, and reads nothing.</param>
/// <param name="HasCompany">A child of its own is in its group: a shell that runs a script, and not its user's next command.</param>
public sealed record ForegroundProgram(int Pid, string Name, bool Waits, bool Stopped, bool HasCompany);
