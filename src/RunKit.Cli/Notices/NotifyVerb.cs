using System.Text.Json;
using RunKit.ControlPlane.Agents;

namespace RunKit.Cli.Notices;

/// <summary><c>notify test</c>: whether those who are to be told of agents can be.</summary>
internal static class NotifyVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("notify", "Say whether those who are to be told of agents can be");
        var test = new Command("test", "Send a notice for a test by every channel of the node's configuration");
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        test.Options.Add(json);
        var node = new NodeOption(test);
        test.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var results = await plane.TestNotificationsAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(results, PlaneJson.Default.ImmutableArrayNoticeResult));
            }
            else if (results.IsEmpty)
            {
                throw new VerbException("nobody is to be told: set runkit.notify.webhook.url or runkit.notify.exec, and restart the node");
            }
            else
            {
                TextTable.Write(output.Data, [["CHANNEL", "DELIVERED", "GIVEN UP", "DETAIL"], .. results.Select(Row)]);
            }

            return results.All(result => result.Delivered) && !results.IsEmpty ? ExitStatus.Done : ExitStatus.Failed;
        });
        command.Subcommands.Add(test);
        return command;
    }

    private static string?[] Row(NoticeResult result) => [result.Channel, result.Delivered ? "yes" : "no", $"{result.Dead}", result.Detail];
}
