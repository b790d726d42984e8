using System.CommandLine.Completions;
using System.Text.Json;
using RunKit.Cli.Help;

namespace RunKit.Cli.Servers;

/// <summary><c>kill</c>: ends a server and stays with it until it is dead.</summary>
internal static class KillVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("kill", "End servers and stay with each until it is dead");
        var server = new ServerOptions(command, required: true);
        var json = new Option<bool>("--json") { Description = "Print each outcome as JSON, one on each line" };
        var force = new Option<bool>("--force") { Description = "Send SIGKILL to exactly its process: also when it is stopped, does not answer, or RunKit itself runs in it; what it holds is lost" };
        var more = new Argument<string[]>("NAME") { Description = "More servers, by their sockets' names", Arity = ArgumentArity.ZeroOrMore };
        more.CompletionSources.Add(_ => ServerNames.Live());
        more.Validators.Add(result => Check(result));
        command.Options.Add(json);
        command.Options.Add(force);
        command.Arguments.Add(more);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ServerTarget[] targets = [server.Get(parsed)!, .. (parsed.GetValue(more) ?? []).Select(name => new ServerTarget(new ServerName(name), null))];
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var status = ExitStatus.Done;
            foreach (var target in targets)
            {
                // Each is told as it ends; one that could not be killed keeps no other alive.
                var outcome = await reached.Plane.KillAsync(reached.NameOf(target), new KillOptions(parsed.GetValue(force)), cancellationToken);
                status = Math.Max(status, Tell(output, target.Name, outcome, parsed.GetValue(json)));
                output.Flush();
            }

            return status;
        });
        return command;
    }

    private static void Check(System.CommandLine.Parsing.ArgumentResult names)
    {
        foreach (var name in names.Tokens.Select(token => token.Value))
        {
            if (ServerName.Problem(name) is { } bad)
            {
                names.AddError($"{name}: {bad}.");
            }
        }
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
