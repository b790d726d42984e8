namespace RunKit.Cli.Serving;

/// <summary>Where what outlives a node is kept: <c>$XDG_STATE_HOME/runkit</c>, else <c>~/.local/state/runkit</c>.</summary>
internal static class StateDirectory
{
    /// <summary>Its path; null where there is no home directory.</summary>
    public static string? Find()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            if (home.Length == 0)
            {
                return null;
            }

            state = Path.Combine(home, ".local", "state");
        }

        return Path.Combine(state, "runkit");
    }
}
