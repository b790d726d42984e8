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
            return Tell(output, await ServerTrees.ReadAsync(reached.Plane, name, cancellationToken), parsed.GetValue(all), parsed.GetValue(json));
        });
        return command;
    }

    private static int Tell(Output output, ServerTree tree, bool withHidden, bool asJson)
    {
        var shown = withHidden ? tree : tree.WithoutHidden();
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(shown, PlaneJson.Default.ServerTree));
        }
        else
        {
            TreeText.Write(output.Data, shown, TimeProvider.System.GetUtcNow(), Paint.ForStandardOutput());
        }

        return ExitStatus.Done;
    }

    private static async Task<int> TellAllAsync(
        Output output, IControlPlane plane, bool withHidden, bool asJson, CancellationToken cancellationToken)
    {
        var (known, status) = await ServerTrees.ReadAsync(plane, cancellationToken);
        var trees = withHidden ? known : [.. known.Select(tree => tree.WithoutHidden())];
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(trees, PlaneJson.Default.ImmutableArrayServerTree));
        }
        else if (trees.IsEmpty && status == ExitStatus.Done)
        {
            Output.Complain("no servers");
        }

        var (now, paint) = (TimeProvider.System.GetUtcNow(), Paint.ForStandardOutput());
        foreach (var tree in asJson ? [] : trees)
        {
            TreeText.Write(output.Data, tree, now, paint);
        }

        return status;
    }
}
