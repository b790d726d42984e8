namespace RunKit.Cli.CommandLine;

/// <summary>The plane that a verb speaks to: a node's, or the one that needs none.</summary>
/// <param name="SocketDirectory">The directory it looks at; null when a node does not say.</param>
internal sealed record ReachedPlane(IControlPlane Plane, string? SocketDirectory)
{
    /// <exception cref="VerbException">The server was named by a path, and that lies in another directory.</exception>
    public ServerName NameOf(ServerTarget target) => target.In(SocketDirectory);
}
