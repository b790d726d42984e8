namespace RunKit.Tmux.Linux.Runs;

/// <summary>Where RunKit keeps what outlives it.</summary>
public static class StateDirectory
{
    /// <summary>What is configured, else <c>$XDG_STATE_HOME/runkit</c>, else <c>~/.local/state/runkit</c>; empty when there is no home directory.</summary>
    public static string Resolve(string setting, string? xdgStateHome)
    {
        if (!string.IsNullOrEmpty(setting))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));
        }

        if (!string.IsNullOrEmpty(xdgStateHome) && Path.IsPathRooted(xdgStateHome))
        {
            return Path.Combine(xdgStateHome, "runkit");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0 ? Path.Combine(home, ".local", "state", "runkit") : "";
    }
}
