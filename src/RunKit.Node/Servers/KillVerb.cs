using System.Text.Json;
using RunKit.Node.WithoutNode;

namespace RunKit.Node.Servers;

/// <summary><c>kill</c>: ends a server and stays with it until it is dead.</summary>
internal static class KillVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("kill", "End a server and stay with it until it is dead");
        var server = new ServerOptions(command, required: true);
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var force = new Option<bool>("--force") { Description = "Also when RunKit itself runs in that server, and ends with it" };
        command.Options.Add(json);
        command.Options.Add(force);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = server.Get(parsed)!;
            var outcome = await KillAsync(node, parsed, target, new KillOptions(parsed.GetValue(force)), cancellationToken);
            return Tell(output, target.Name, outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<KillOutcome> KillAsync(
        NodeOption node, ParseResult parsed, ServerTarget target, KillOptions options, CancellationToken cancellationToken)
    {
        var plane = await node.FindAsync(parsed, cancellationToken);
        if (plane is not null)
        {
            return await plane.KillAsync(target.In(plane.SocketDirectory), options, cancellationToken);
        }

        using var direct = DirectPlane.Create();
        return await direct.KillAsync(target.In(direct.SocketDirectory), options, cancellationToken);
    }

    private static int Tell(Output output, ServerName name, KillOutcome outcome, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.KillOutcome));
        }

        var (status, said) = outcome switch
        {
            KillOutcome.Killed killed => (ExitStatus.Done, $"{name}: killed; {killed.Evidence}"),
            KillOutcome.AlreadyDead => (ExitStatus.Done, $"{name}: was dead already"),
            KillOutcome.UnknownServer => (ExitStatus.Failed, $"there is no server named {name}; see: runkit ls"),
            KillOutcome.Refused refused => (ExitStatus.Failed, $"{name} was not killed: {refused.Reason}"),
            KillOutcome.StillAlive alive => (ExitStatus.TimedOut, $"{name} is still alive: {alive.Reason}"),
            _ => (ExitStatus.Failed, outcome.ToString()),
        };
        if (status != ExitStatus.Done)
        {
            Output.Complain(said);
        }
        else if (!asJson)
        {
            output.Data.Write(Printable.Line(said) + "\n");
        }

        return status;
    }
}
