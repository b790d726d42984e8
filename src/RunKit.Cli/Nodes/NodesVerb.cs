using System.Globalization;
using System.Text.Json;
using RunKit.Cli.Servers;

namespace RunKit.Cli.Nodes;

/// <summary><c>nodes</c>: the nodes of the cluster, as the one here sees them.</summary>
internal static class NodesVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("nodes", "List the nodes of the cluster; forget takes one out that will not return");
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.Subcommands.Add(CreateForget(output));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var nodes = await (await node.GetAsync(parsed, cancellationToken)).GetNodesAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(nodes, PlaneJson.Default.ImmutableArrayNodeView));
            }
            else
            {
                TextTable.Write(output.Data, [["NAME", "ADDRESS", "STATE", "VERSION", "SERVERS", "ROUNDTRIP", "SINCE"], .. nodes.Select(Row)]);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static Command CreateForget(Output output)
    {
        var command = new Command("forget", "Take a node out of the cluster that is not reached and will not return");
        var name = new Argument<string>("NODE") { Description = "Its name" };
        command.Arguments.Add(name);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await (await node.GetAsync(parsed, cancellationToken)).ForgetAsync(parsed.GetValue(name)!, cancellationToken);
            output.WriteLine($"node {Printable.Name(parsed.GetValue(name)!)} is no member any more");
            return ExitStatus.Done;
        });
        return command;
    }

    private static string?[] Row(NodeView node) =>
    [
        node.Self ? $"{node.Name} (here)" : node.Name,
        node.Address.Length > 0 ? node.Address : null,
        node.State switch
        {
            NodeState.Up => "up",
            NodeState.Joining => "joining",
            _ => "not reached",
        },
        node.Version,
        node.Servers.ToString(CultureInfo.InvariantCulture),
        node.RoundTripMs is { } trip ? string.Create(CultureInfo.InvariantCulture, $"{trip:0.0} ms") : null,
        node.Since == default ? null : ServerWords.Age(TimeProvider.System.GetUtcNow() - node.Since),
    ];
}
