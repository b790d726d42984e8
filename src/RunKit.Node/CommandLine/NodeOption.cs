using RunKit.Api.Client;
using RunKit.Tmux.Processes.Probing;
using RunKit.Tmux.Processes.Sockets;

namespace RunKit.Node.CommandLine;

/// <summary><c>--node PATH</c>, and the way to the node that it, or its absence, names.</summary>
internal sealed class NodeOption
{
    private readonly Option<string> _node = new("--node")
    {
        HelpName = "PATH",
        Description = "The node's unix socket; by default $XDG_RUNTIME_DIR/runkit/node.sock, else /tmp/runkit-UID/node.sock",
    };

    public NodeOption(Command command) => command.Options.Add(_node);

    public string Path(ParseResult parsed) => parsed.GetValue(_node) is { } named
        ? System.IO.Path.GetFullPath(named)
        : System.IO.Path.Combine(PrivateDirectory.Resolve(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")), "node.sock");

    /// <summary>The node's plane; null when no node runs. One that was named must run.</summary>
    /// <exception cref="VerbException">What is there is no node of this user's, or the named one does not run.</exception>
    public async Task<HttpControlPlane?> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = Path(parsed);
        var verdict = SocketProbe.Probe(Checked(path));
        switch (verdict)
        {
            case ProbeVerdict.Alive:
                return await HttpControlPlane.ConnectAsync(path, cancellationToken);
            case ProbeVerdict.Refused or ProbeVerdict.Absent when parsed.GetValue(_node) is null:
                return null;
            case ProbeVerdict.Refused or ProbeVerdict.Absent:
                throw NoNode($"no node runs at {path}", path);
            case ProbeVerdict.NotOurs notOurs:
                throw new VerbException($"{notOurs.Reason}: that is no node of this user's; name another with --node");
            default:
                throw new VerbException($"the node at {path} does not accept connections");
        }
    }

    /// <summary>The node's plane, for verbs that cannot do without.</summary>
    /// <exception cref="VerbException">No node runs.</exception>
    public async Task<HttpControlPlane> GetAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        await FindAsync(parsed, cancellationToken)
        ?? throw NoNode($"'{parsed.CommandResult.Command.Name}' needs a node, and none runs", null);

    internal static SocketPath Checked(string path)
    {
        try
        {
            return new SocketPath(path);
        }
        catch (ArgumentException e)
        {
            throw new VerbException($"--node: {e.Message}", ExitStatus.WrongUsage);
        }
    }

    private static VerbException NoNode(string what, string? path) =>
        new($"{what}; start one with: runkit serve{(path is null ? "" : $" --node {path}")}");
}
