using System.Text.Json;

namespace RunKit.Cli.Servers;

/// <summary><c>tree</c>: what lives on a server, or on all of them.</summary>
internal static class TreeVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("tree", "Show sessions, windows and panes");
        var server = new ServerOptions(command, required: false);
        var all = new Option<bool>("--all") { Description = "Show hidden sessions (_rk-*) too" };
        var json = new Option<bool>("--json") { Description = "Print JSON: the tree of the server that is named, else an array of trees" };
        command.Options.Add(all);
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            if (server.Get(parsed) is not { } target)
            {
                return await TellAllAsync(output, reached.Plane, parsed.GetValue(all), parsed.GetValue(json), cancellationToken);
            }

            var name = reached.NameOf(target);
            return Tell(output, Expect(name, await reached.Plane.GetTreeAsync(name, cancellationToken)), parsed.GetValue(all), parsed.GetValue(json));
        });
        return command;
    }

    private static ServerTree Expect(ServerName name, TreeOutcome outcome) => outcome switch
    {
        TreeOutcome.Known known => known.Tree,
        TreeOutcome.NotKnown not => throw new VerbException(not.Reason),
        _ => throw new VerbException($"there is no server named {name}; see: runkit ls"),
    };

    private static int Tell(Output output, ServerTree tree, bool withHidden, bool asJson)
    {
        var shown = withHidden ? tree : tree.WithoutHidden();
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(shown, PlaneJson.Default.ServerTree));
        }
        else
        {
            TreeText.Write(output.Data, shown);
        }

        return ExitStatus.Done;
    }

    // A dead server has no tree; one that lives and cannot be read is told, and makes the whole a failure.
    private static async Task<int> TellAllAsync(
        Output output, IControlPlane plane, bool withHidden, bool asJson, CancellationToken cancellationToken)
    {
        var views = await plane.GetServersAsync(cancellationToken);
        var status = ExitStatus.Done;
        List<ServerTree> trees = [];
        foreach (var view in views.Where(ListVerb.IsLive))
        {
            switch (await plane.GetTreeAsync(new ServerName(view.Name), cancellationToken))
            {
                case TreeOutcome.Known known:
                    trees.Add(withHidden ? known.Tree : known.Tree.WithoutHidden());
                    break;
                case TreeOutcome.NotKnown not:
                    Output.Complain(not.Reason);
                    status = ExitStatus.Failed;
                    break;
            }
        }

        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes([.. trees], PlaneJson.Default.ImmutableArrayServerTree));
        }
        else if (trees.Count == 0 && status == ExitStatus.Done)
        {
            Output.Complain("no servers");
        }

        foreach (var tree in asJson ? [] : trees)
        {
            TreeText.Write(output.Data, tree);
        }

        return status;
    }
}
