using RunKit.Cluster.Certificates;

namespace RunKit.Cli.Nodes;

/// <summary><c>cluster</c>: makes this machine a node of a cluster, invites others, and takes them out.</summary>
internal static class ClusterVerb
{
    private const string Restart = "start the node with: runkit serve, or if it runs: runkit restart";

    public static Command Create(Output output)
    {
        var command = new Command("cluster", "Make nodes of several machines know of each other");
        var directory = new Option<string>("--dir")
        {
            HelpName = "DIR",
            Description = "Where the cluster's files are, where runkit.cluster.directory names another place than $XDG_CONFIG_HOME/runkit/cluster",
            Recursive = true,
        };
        command.Options.Add(directory);
        command.Subcommands.Add(CreateInit(output, directory));
        command.Subcommands.Add(CreateInvite(output, directory));
        command.Subcommands.Add(CreateJoin(output, directory));
        command.Subcommands.Add(CreateLeave(output, directory));
        command.Subcommands.Add(CreateRevoke(output, directory));
        command.SetAction(int (ParseResult _) => throw new VerbException("cluster what? init, invite, join, leave or revoke; see: runkit cluster --help", ExitStatus.WrongUsage));
        return command;
    }

    private static Command CreateInit(Output output, Option<string> directory)
    {
        var command = new Command("init", "Found a cluster: this machine keeps the key that makes members");
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "This node's name in the cluster", Required = true };
        var listen = Listen(required: true);
        command.Options.Add(name);
        command.Options.Add(listen);
        command.SetAction(parsed => Done(() =>
        {
            Setup(parsed, directory).Found(parsed.GetValue(name)!, parsed.GetValue(listen)!);
            output.Data.Write($"node {parsed.GetValue(name)} has founded a cluster; {Restart}\n");
        }));
        return command;
    }

    private static Command CreateInvite(Output output, Option<string> directory)
    {
        var command = new Command("invite", "Write an invitation for another machine, good for one join within 24 hours; for a name that is a member already, it renews its certificate");
        var name = new Argument<string>("NAME") { Description = "The other node's name" };
        var listen = Listen(required: true);
        var file = new Option<string>("--out") { HelpName = "FILE", Description = "Where it is written; it holds a key, and whoever has it can join", Required = true };
        command.Arguments.Add(name);
        command.Options.Add(listen);
        command.Options.Add(file);
        command.SetAction(parsed => Done(() =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            if (File.Exists(path))
            {
                throw new ClusterProblemException($"{path} is there already");
            }

            Setup(parsed, directory).Invite(parsed.GetValue(name)!, parsed.GetValue(listen)!, path);
            output.Data.Write($"{path} makes one machine node {parsed.GetValue(name)}, within 24 hours: bring it there in a way that nobody else reads, and run: runkit cluster join FILE\n");
        }));
        return command;
    }

    private static Command CreateJoin(Output output, Option<string> directory)
    {
        var command = new Command("join", "Make this machine the node that an invitation is for; the invitation is removed");
        var file = new Argument<string>("FILE") { Description = "The invitation" };
        command.Arguments.Add(file);
        command.SetAction(parsed => Done(() =>
        {
            var invitation = Setup(parsed, directory).Join(Path.GetFullPath(parsed.GetValue(file)!));
            output.Data.Write($"this machine is node {invitation.Name}, on {invitation.Listen}; {Restart}\n");
        }));
        return command;
    }

    private static Command CreateLeave(Output output, Option<string> directory)
    {
        var command = new Command("leave", "Make this machine a node of no cluster; a node that runs leaves within half a minute and goes on alone");
        command.SetAction(parsed => Done(() =>
        {
            var files = Files(parsed, directory);
            if (!files.Exist)
            {
                throw new ClusterProblemException("this machine is a node of no cluster");
            }

            if (files.HaveAuthority)
            {
                Output.Complain("the cluster was founded here: with its key gone nobody can be invited or revoked any more");
            }

            files.Delete();
            output.Data.Write("this machine has left the cluster\n");
        }));
        return command;
    }

    private static Command CreateRevoke(Output output, Option<string> directory)
    {
        var command = new Command("revoke", "Take a node's certificates away: the others hear of it from the node here, and talk to it no more");
        var name = new Argument<string>("NAME") { Description = "The node's name" };
        command.Arguments.Add(name);
        command.SetAction(parsed => Done(() =>
        {
            var many = Setup(parsed, directory).Revoke(parsed.GetValue(name)!);
            output.Data.Write($"{many} certificate{(many == 1 ? "" : "s")} of node {parsed.GetValue(name)} revoked; a node that runs here tells the others within half a minute\n");
        }));
        return command;
    }

    private static Option<string> Listen(bool required) => new("--listen")
    {
        HelpName = "HOST:PORT",
        Description = "Where it listens, as the other nodes find it",
        Required = required,
    };

    private static ClusterFiles Files(ParseResult parsed, Option<string> directory) =>
        ClusterPlace.Files(parsed.GetValue(directory) is { } named ? Path.GetFullPath(named) : "");

    private static ClusterSetup Setup(ParseResult parsed, Option<string> directory) => new(Files(parsed, directory), TimeProvider.System);

    private static int Done(Action action)
    {
        try
        {
            action();
            return ExitStatus.Done;
        }
        catch (ClusterProblemException e)
        {
            throw new VerbException(e.Message);
        }
    }
}
