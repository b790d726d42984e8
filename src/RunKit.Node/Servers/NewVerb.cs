using System.Text.Json;
using RunKit.Node.WithoutNode;

namespace RunKit.Node.Servers;

/// <summary><c>new</c>: the one verb that may start a server.</summary>
internal static class NewVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("new", "Start a server; the one verb that may");
        var server = new ServerOptions(command, required: true);
        var session = new Option<string>("-s") { HelpName = "SESSION", Description = "The session's name" };
        var directory = new Option<string>("-c") { HelpName = "DIR", Description = "Where the session starts; the home directory unless given" };
        var attachOk = new Option<bool>("--attach-ok") { Description = "When the server runs already, add a session to it" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var words = new Argument<string[]>("COMMAND") { Description = "What runs in it, behind --; the user's shell unless given", Arity = ArgumentArity.ZeroOrMore };
        foreach (var option in (Option[])[session, directory, attachOk, json])
        {
            command.Options.Add(option);
        }

        command.Arguments.Add(words);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = server.Get(parsed)!;
            var request = new NewServer(
                target.Name,
                parsed.GetValue(session),
                parsed.GetValue(directory) is { } start ? Path.GetFullPath(start) : null,
                [.. parsed.GetValue(words) ?? []],
                parsed.GetValue(attachOk));
            var outcome = await LaunchAsync(node, parsed, target, request, cancellationToken);
            return Tell(output, request, outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<CreateOutcome> LaunchAsync(
        NodeOption node, ParseResult parsed, ServerTarget target, NewServer request, CancellationToken cancellationToken)
    {
        var plane = await node.FindAsync(parsed, cancellationToken);
        if (plane is not null)
        {
            target.In(plane.SocketDirectory);
            return await plane.NewAsync(request, cancellationToken);
        }

        using var direct = DirectPlane.Create();
        target.In(direct.SocketDirectory);
        return await direct.NewAsync(request, cancellationToken);
    }

    private static int Tell(Output output, NewServer request, CreateOutcome outcome, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.CreateOutcome));
        }

        var name = request.Server;
        var (status, said) = outcome switch
        {
            CreateOutcome.Created born => (ExitStatus.Done, $"{name}: started, pid {born.Generation.Pid}, session {born.Session}"),
            CreateOutcome.Joined joined => (ExitStatus.Done, $"{name}: runs already, pid {joined.Generation.Pid}; added session {joined.Session}"),
            CreateOutcome.AlreadyRuns => (ExitStatus.Failed, $"a server named {name} runs already; add a session to it with --attach-ok"),
            CreateOutcome.NotCreated not => (ExitStatus.Failed, $"{name} was not started: {not.Reason}"),
            _ => (ExitStatus.Failed, outcome.ToString()),
        };
        if (status != ExitStatus.Done)
        {
            Output.Complain(said);
        }
        else if (!asJson)
        {
            output.Data.Write(said + "\n");
        }

        return status;
    }
}
