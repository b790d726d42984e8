using System.CommandLine.Parsing;
using System.Text.Json;

namespace RunKit.Cli.Servers;

/// <summary><c>new</c>: the one verb that may start a server.</summary>
internal static class NewVerb
{
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(3);

    public static Command Create(Output output)
    {
        var command = new Command("new", "Start a server; the one verb that may");
        var server = new ServerOptions(command, required: true);
        var session = new Option<string>("-s") { HelpName = "SESSION", Description = "The session's name; tmux may change it, and what it made of it is printed" };
        var directory = new Option<string>("-c") { HelpName = "DIR", Description = "Where the session starts; the home directory unless given" };
        var variables = new Option<string[]>("-e") { HelpName = "NAME=VALUE", Description = "A variable of the session; may be given again", AllowMultipleArgumentsPerToken = false };
        var attachOk = new Option<bool>("--attach-ok") { Description = "When the server runs already, add a session to it" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "How long it may take, tmux's configuration included, such as 5m; 60s unless given" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var words = new Argument<string[]>("COMMAND") { Description = "What runs in it, behind --; the user's shell unless given", Arity = ArgumentArity.ZeroOrMore };
        foreach (var option in (Option[])[session, directory, variables, attachOk, timeout, json])
        {
            command.Options.Add(option);
        }

        timeout.Validators.Add(CheckTimeout);
        command.Arguments.Add(words);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = server.Get(parsed)!;
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var request = new NewServer(
                reached.NameOf(target),
                parsed.GetValue(session),
                parsed.GetValue(directory) is { } start ? Absolute(start) : null,
                [.. parsed.GetValue(words) ?? []],
                parsed.GetValue(attachOk))
            {
                Environment = [.. parsed.GetValue(variables) ?? []],
                TimeoutMs = parsed.GetValue(timeout) is { } limit && Duration.TryParse(limit, out var length) ? (int)Math.Ceiling(length.TotalMilliseconds) : null,
            };
            return Tell(output, request, await WithWordsAsync(request, reached.Plane.NewAsync(request, cancellationToken)), parsed.GetValue(json));
        });
        return command;
    }

    // Whoever waits is told what for.
    private static async Task<CreateOutcome> WithWordsAsync(NewServer request, Task<CreateOutcome> creation)
    {
        for (var waited = BetweenWords; waited <= request.Timeout && await Task.WhenAny(creation, Task.Delay(BetweenWords, TimeProvider.System)) != creation; waited += BetweenWords)
        {
            Output.Complain($"{request.Server}: starting; tmux may still be running its configuration ({waited.TotalSeconds:0} s of at most {request.Timeout.TotalSeconds:0.###} s)...");
        }

        return await creation;
    }

    // A relative path needs a directory that it is relative to.
    private static string Absolute(string directory)
    {
        try
        {
            return Path.GetFullPath(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"-c {directory}: the current directory is gone, so nothing is relative to it; go to another one, or give an absolute path");
        }
    }

    private static void CheckTimeout(OptionResult result)
    {
        if (result.Tokens is [var token] && !(Duration.TryParse(token.Value, out var length) && length.TotalMilliseconds is >= 1 and <= NewServer.MaxTimeoutMs))
        {
            result.AddError($"--timeout {token.Value}: it needs a unit, as in 500ms, 10s, 5m, and is at most 1h.");
        }
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
            CreateOutcome.Created created => (ExitStatus.Done, $"{name}: started, pid {created.Generation.Pid}, session {Session(created)}"),
            CreateOutcome.Joined joined => (ExitStatus.Done, $"{name}: runs already, pid {joined.Generation.Pid}; added session {Session(joined)}"),
            CreateOutcome.AlreadyRuns => (ExitStatus.Failed, $"a server named {name} runs already; add a session to it with --attach-ok"),
            CreateOutcome.NotCreated not => (ExitStatus.Failed, $"{name}: {not.Reason}"),
            _ => (ExitStatus.Failed, outcome.ToString()),
        };
        foreach (var warning in outcome is CreateOutcome.WithSession made ? made.Warnings : [])
        {
            Output.Complain($"{name}: {warning}");
        }

        if (status != ExitStatus.Done)
        {
            Output.Complain(said);
        }
        else if (!asJson)
        {
            output.Data.Write($"{Printable.Line(said)}\n");
        }

        return status;
    }

    private static string Session(CreateOutcome.WithSession made) => made.Name is { } name ? $"{made.Session} {name}" : $"{made.Session}";
}
