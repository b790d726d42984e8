using RunKit.Cluster.Certificates;

namespace RunKit.Cli.Nodes;

/// <summary>Where this machine's part of a cluster is kept: <c>$XDG_CONFIG_HOME/runkit/cluster</c>, else <c>~/.config/runkit/cluster</c>.</summary>
internal static class ClusterPlace
{
    /// <summary>The files there.</summary>
    /// <param name="configured">Another place; empty for the usual one.</param>
    /// <exception cref="VerbException">There is no home directory.</exception>
    public static ClusterFiles Files(string configured) => Find(configured)
        ?? throw new VerbException("there is no home directory to keep the cluster's files in; name a place with --dir, and with runkit.cluster.directory for the node");

    /// <summary>The same; null where there is no home directory.</summary>
    public static ClusterFiles? Find(string configured)
    {
        if (configured.Length > 0)
        {
            return new ClusterFiles(configured);
        }

        var config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(config) || !Path.IsPathRooted(config))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            if (home.Length == 0)
            {
                return null;
            }

            config = Path.Combine(home, ".config");
        }

        return new ClusterFiles(Path.Combine(config, "runkit", "cluster"));
    }
}
