using System.Text.Json;

namespace RunKit.Cli.Servers;

/// <summary><c>kill</c>: ends a server and stays with it until it is dead.</summary>
internal static class KillVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("kill", "End a server and stay with it until it is dead");
        var server = new ServerOptions(command, required: true);
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var force = new Option<bool>("--force") { Description = "Send SIGKILL to exactly its process: also when it is stopped, does not answer, or RunKit itself runs in it; what it holds is lost" };
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
        var reached = await node.ReachAsync(parsed, cancellationToken);
        return await reached.Plane.KillAsync(reached.NameOf(target), options, cancellationToken);
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
