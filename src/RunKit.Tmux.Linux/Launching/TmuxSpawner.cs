namespace RunKit.Tmux.Linux.Launching;

/// <summary>How a tmux process is started: where, and with what of our environment.</summary>
/// <param name="onSpawn">Told of every argument vector before it runs; it must be quick.</param>
public sealed class TmuxSpawner(Action<TmuxArguments>? onSpawn = null)
{
    private static readonly string[] KeptVariables = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "SHELL"];

    /// <summary>Where a process of ours starts: the user's home, else <c>/</c>; never a directory that may go away with us.</summary>
    internal static string HomeDirectory =>
        Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home && Directory.Exists(home) ? home : "/";

    /// <summary>
    /// What to change of our environment for a tmux process; null means: leave it out. A client sends all of it to the server, so a small one
    /// will do. A new server keeps its parent's for good, so it is passed what is the user's and nothing of ours.
    /// </summary>
    internal static IReadOnlyDictionary<string, string?> EnvironmentChanges(TmuxArguments arguments) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => arguments.MayStartServer ? IsForeign(name) : !KeptVariables.Contains(name, StringComparer.Ordinal))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    /// <summary>The little of our environment that a client shows its server, as <c>NAME=VALUE</c>.</summary>
    internal static IEnumerable<string> ClientEnvironment() => KeptVariables
        .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
        .Where(variable => variable.Value is not null)
        .Select(variable => $"{variable.Name}={variable.Value}");

    /// <summary>Tells the observer of an argument vector that is about to run.</summary>
    internal void Announce(TmuxArguments arguments) => onSpawn?.Invoke(arguments);

    // The last: what systemd gives a unit and means for no other process (systemd.exec(5)).
    private static bool IsForeign(string name) =>
        name is "TMUX" or "TMUX_PANE"
        || name.StartsWith("DIRENV_", StringComparison.Ordinal)
        || name.StartsWith("RUNKIT_", StringComparison.Ordinal)
        || name is "NOTIFY_SOCKET" or "WATCHDOG_PID" or "WATCHDOG_USEC" or "INVOCATION_ID" or "JOURNAL_STREAM" or "SYSTEMD_EXEC_PID" or "MAINPID";
}
