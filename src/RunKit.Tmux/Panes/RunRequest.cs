namespace RunKit.Tmux.Panes;

/// <summary>A command that is to be run in a window of its own, or in a shell that lives.</summary>
/// <param name="Command">
/// The program and its arguments; in a window of its own no shell looks at them. In a shell that lives a single word is a text for that shell.
/// </param>
public sealed record RunRequest(ImmutableArray<string> Command)
{
    /// <summary>How many bytes of output are kept unless told otherwise: 64 MiB.</summary>
    public const long UsualOutputLimit = 64 * 1024 * 1024;

    /// <summary>The largest limit of output: 4 GiB.</summary>
    public const long MostOutputLimit = 4L * 1024 * 1024 * 1024;

    /// <summary>The longest time limit: a week.</summary>
    public const long MostTimeoutMs = 7L * 24 * 3600 * 1000;

    /// <summary>A pane: the window is made in its session. Null for the session that was used last.</summary>
    public PaneId? Pane { get; init; }

    /// <summary>Where it starts; null for the session's own directory. An absolute path.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables, each <c>NAME=VALUE</c>. They travel as words, and the server's own log can show them.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>How long it is waited for, in milliseconds; it goes on after that. Null for as long as it takes.</summary>
    public long? TimeoutMs { get; init; }

    /// <summary>It is typed at the prompt of the shell in <see cref="Pane"/>, and has that shell's environment and directory.</summary>
    public bool InShell { get; init; }

    /// <summary>The window stays when the command has ended.</summary>
    public bool Keep { get; init; }

    /// <summary>How many bytes of output are kept, the rest is cut; null for <see cref="UsualOutputLimit"/>.</summary>
    public long? OutputLimit { get; init; }

    /// <summary>Why this cannot be run, in one line; null when it can.</summary>
    public string? Problem()
    {
        if (Command.IsDefaultOrEmpty || string.IsNullOrEmpty(Command[0]))
        {
            return "a run needs a command";
        }

        if (Command.Concat(Environment.IsDefault ? [] : Environment).Append(Directory ?? "").Any(word => word is null || word.Contains('\0', StringComparison.Ordinal)))
        {
            return "a command cannot carry a NUL character";
        }

        if (!Environment.IsDefault && Environment.FirstOrDefault(variable => variable.IndexOf('=', StringComparison.Ordinal) < 1) is { } bad)
        {
            return $"a variable is NAME=VALUE, not '{bad}'";
        }

        if (Directory is { } directory && !directory.StartsWith('/'))
        {
            return $"the directory must be an absolute path, not '{directory}'";
        }

        if (InShell && (Pane is null || Directory is not null || !Environment.IsDefaultOrEmpty || Keep))
        {
            return Pane is null ? "which shell? Name its pane" : "in a living shell there is no directory, variable or window of its own: give its text alone";
        }

        return TimeoutMs is <= 0 or > MostTimeoutMs ? $"the time limit must be from 1 ms to {MostTimeoutMs} ms"
            : OutputLimit is < 1024 or > MostOutputLimit ? $"the limit of output must be from 1024 to {MostOutputLimit} bytes"
            : null;
    }
}
