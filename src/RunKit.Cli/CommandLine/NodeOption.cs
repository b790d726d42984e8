using RunKit.Client;
using RunKit.Cli.Local;
using RunKit.Cli.Serving;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.CommandLine;

/// <summary><c>--node PATH</c> or <c>--node URL</c>, and the way to the node that it, or its absence, names.</summary>
internal sealed class NodeOption
{
    private readonly Option<string> _node = new("--node")
    {
        HelpName = "PATH|URL",
        Description = "The node's unix socket, by default $XDG_RUNTIME_DIR/runkit/node.sock, else /tmp/runkit-UID/node.sock; or its URL",
    };

    private readonly Option<string> _tokenFile = new("--token-file")
    {
        HelpName = "FILE",
        Description = "Where the token for a URL is: its first one is shown; by default the token file of this user's own nodes",
    };

    private readonly Option<string> _on = new("--on")
    {
        HelpName = "NODE",
        Description = "Another node of the cluster, by its name: the node here asks it; see: runkit nodes",
    };

    public NodeOption(Command command)
    {
        command.Options.Add(_node);
        command.Options.Add(_on);
        command.Options.Add(_tokenFile);
    }

    /// <summary>Where a node's unix socket is.</summary>
    /// <param name="named">What was said; null for the usual place.</param>
    /// <exception cref="VerbException">No socket can be there.</exception>
    public static string SocketOf(string? named)
    {
        if (named is not null)
        {
            return Path.GetFullPath(named);
        }

        var path = Path.Combine(PrivateDirectory.Resolve(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")), "node.sock");
        return SocketPath.Problem(path) is { } problem
            ? throw new VerbException($"a node's socket cannot be there: {problem}; set XDG_RUNTIME_DIR to a shorter path, or name a place with --node")
            : path;
    }

    /// <summary>The unix socket of the node that is meant.</summary>
    /// <exception cref="VerbException">It was named by a URL, and is to be on this machine.</exception>
    public string Socket(ParseResult parsed) => parsed.GetValue(_on) is { } other
        ? throw new VerbException($"--on {other}: this is about the node of this machine alone", ExitStatus.WrongUsage)
        : parsed.GetValue(_node) is { } named && IsUrl(named)
        ? throw new VerbException($"{named} is a URL: this needs the node's socket, on the machine it runs on", ExitStatus.WrongUsage)
        : SocketOf(parsed.GetValue(_node));

    public static bool IsUrl(string named) =>
        named.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || named.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the node that is named may be on another machine.</summary>
    public bool IsElsewhere(ParseResult parsed) => HasOther(parsed) || (parsed.GetValue(_node) is { } named && IsUrl(named));

    /// <summary>Whether another node of the cluster is meant.</summary>
    public bool HasOther(ParseResult parsed) => parsed.GetValue(_on) is not null;

    /// <summary>The node's plane; null when no node runs. One that was named must run.</summary>
    /// <exception cref="VerbException">What is there is no node of this user's, or the named one does not run.</exception>
    public async Task<HttpControlPlane?> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await FindOwnAsync(parsed, cancellationToken);
        return parsed.GetValue(_on) is not { } other ? found
            : found?.On(other) ?? throw NoNode($"node {other} is asked by the node here, and none runs");
    }

    private async Task<HttpControlPlane?> FindOwnAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(_node);
        if (named is not null && IsUrl(named))
        {
            return await HttpControlPlane.ConnectAsync(Address(named, parsed.GetValue(_tokenFile)), cancellationToken);
        }

        var path = SocketOf(named);
        var verdict = SocketProbe.Probe(Checked(path));
        switch (verdict)
        {
            case ProbeVerdict.Alive:
                return await HttpControlPlane.ConnectAsync(path, cancellationToken);
            case ProbeVerdict.Refused or ProbeVerdict.Absent when named is null:
                return null;
            case ProbeVerdict.Refused or ProbeVerdict.Absent:
                throw NoNode($"no node runs at {path}", path);
            case ProbeVerdict.NotOurs notOurs:
                throw new VerbException($"{notOurs.Reason}: that is no node of this user's; name another with --node");
            default:
                throw new VerbException($"the node at {path} does not accept connections");
        }
    }

    /// <summary>The node's plane, or where none runs the one that needs none.</summary>
    /// <exception cref="VerbException">As <see cref="FindAsync"/>.</exception>
    public async Task<ReachedPlane> ReachAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await FindAsync(parsed, cancellationToken) is { } node)
        {
            return new ReachedPlane(node, node.SocketDirectory);
        }

        var local = LocalControlPlane.Create();
        return new ReachedPlane(local, local.SocketDirectory);
    }

    /// <summary>The node's plane, for verbs that cannot do without.</summary>
    /// <exception cref="VerbException">No node runs.</exception>
    public async Task<HttpControlPlane> GetAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        await FindAsync(parsed, cancellationToken)
        ?? throw NoNode($"'{parsed.CommandResult.Command.Name}' needs a node, and none runs");

    internal static SocketPath Checked(string path) =>
        SocketPath.Problem(path) is { } problem ? throw new VerbException($"--node: {problem}", ExitStatus.WrongUsage) : new SocketPath(path);

    private static NodeAddress Address(string url, string? tokenFile)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var where)
                ? NodeAddress.Url(where, TokenFile.First(tokenFile is null ? TokenFile.PathOf("") : Path.GetFullPath(tokenFile)))
                : throw new VerbException($"--node: {url} is no URL", ExitStatus.WrongUsage);
        }
        catch (ArgumentException e)
        {
            throw new VerbException($"--node: {e.Message.Split(" (Parameter")[0]}", ExitStatus.WrongUsage);
        }
    }

    /// <summary>There is no node, and how to start one.</summary>
    /// <param name="path">Where it is to be; null for the usual place.</param>
    internal static VerbException NoNode(string what, string? path = null) =>
        new($"{what}; start one with: runkit serve{(path is null ? "" : $" --node {path}")}");
}
