using System.Text.Json;
using RunKit.Tmux.Panes;

namespace RunKit.Cli.Runs;

/// <summary><c>run</c>: a command in a window of its own, or in a shell that lives, with its output and its exit status.</summary>
internal static class RunVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("run", "Run a command in a window of its own, or in a shell that lives: its output as it comes, its exit status");
        var place = new PaneOptions(command);
        var inShell = new Option<bool>("--in-shell") { Description = "Type it at the prompt of the shell in -t: its environment and directory; a single word is a text for that shell" };
        var directory = new Option<string>("-c") { HelpName = "DIR", Description = "Where it starts; else where the session does" };
        var variables = new Option<string[]>("-e") { HelpName = "K=V", Description = "A variable; tmux's own log can show it, so no secrets" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "Wait so long, such as 30s or 5m, and leave it running then (status 124)" };
        var keep = new Option<bool>("--keep") { Description = "Leave its window when it has ended" };
        var json = new Option<bool>("--json") { Description = "Print what happens as JSON, an object a line" };
        var words = new Argument<string[]>("COMMAND") { Description = "The program and its arguments, behind --; no shell looks at them", Arity = ArgumentArity.OneOrMore };
        foreach (var option in (Option[])[inShell, directory, variables, timeout, keep, json])
        {
            command.Options.Add(option);
        }

        command.Arguments.Add(words);
        timeout.Validators.Add(result => Check(result, text => Duration.TryParse(text, out var time) && time > TimeSpan.Zero ? null : $"--timeout {text}: give a time with its unit, such as 250ms, 10s, 5m or 1h."));
        variables.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } bad)
            {
                result.AddError($"-e {bad.Value}: a variable is NAME=VALUE.");
            }
        });
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            if (parsed.GetValue(inShell) && !place.IsGiven(parsed))
            {
                throw new VerbException("which shell? Give -t TARGET, such as %5 or session:window.pane", ExitStatus.WrongUsage);
            }

            var (name, pane) = await PlaceAsync(parsed, reached, place, cancellationToken);
            var request = new RunRequest([.. parsed.GetValue(words)!])
            {
                Pane = pane,
                InShell = parsed.GetValue(inShell),
                Directory = parsed.GetValue(directory) is { } given ? Path.GetFullPath(given) : null,
                Environment = [.. parsed.GetValue(variables) ?? []],
                TimeoutMs = parsed.GetValue(timeout) is { } text && Duration.TryParse(text, out var time) ? (long)Math.Ceiling(time.TotalMilliseconds) : null,
                Keep = parsed.GetValue(keep),
            };
            return request.Problem() is { } problem
                ? throw new VerbException(problem, ExitStatus.WrongUsage)
                : await TellAsync(reached.Plane, name, request, output, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    // In the session of a pane that is meant, else in the one that was used last.
    private static async Task<(ServerName Server, PaneId? Pane)> PlaceAsync(
        ParseResult parsed, ReachedPlane reached, PaneOptions place, CancellationToken cancellationToken)
    {
        if (place.IsGiven(parsed))
        {
            var address = await place.ResolveAsync(parsed, reached, cancellationToken);
            return (address.Server, address.Pane);
        }

        return place.Server(parsed) is { } named
            ? (reached.NameOf(named), null)
            : throw new VerbException("which server? Give -L NAME, -S PATH or -t TARGET", ExitStatus.WrongUsage);
    }

    // Being told to stop ends the command, and then this, with the command's own status.
    private static async Task<int> TellAsync(
        IControlPlane plane, ServerName server, RunRequest request, Output output, bool json, CancellationToken cancellationToken)
    {
        RunEvent.Ended? ended = null;
        Task<RunView?>? cancelled = null;
        RunView? run = null;
        var isDeaf = false;
        await using var events = plane.RunAsync(server, request, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        var next = events.MoveNextAsync().AsTask();
        while (await NextAsync(next, cancelled is null && run is not null ? cancellationToken : CancellationToken.None) is var more && more is not false)
        {
            if (more is null)
            {
                cancelled = plane.CancelRunAsync(run!.Id, CancellationToken.None);
                Output.Complain("asked to stop: the command is asked to end, and ended in 5 s");
                continue;
            }

            run = (events.Current as RunEvent.Started)?.Run ?? run;
            ended = events.Current as RunEvent.Ended ?? ended;
            if (!isDeaf && !TryWrite(output, events.Current, json))
            {
                // As in a pipe such as `run ... | head -1` a command ends that nobody listens to.
                isDeaf = true;
                cancelled ??= plane.CancelRunAsync(run!.Id, CancellationToken.None);
            }

            next = events.MoveNextAsync().AsTask();
        }

        await (cancelled ?? Task.FromResult<RunView?>(null));
        return RunReport.Status(ended, json);
    }

    // Null when it is time to stop.
    private static async Task<bool?> NextAsync(Task<bool> next, CancellationToken stop)
    {
        try
        {
            return await next.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool TryWrite(Output output, RunEvent happened, bool json)
    {
        try
        {
            Write(output, happened, json);
            return true;
        }
        catch (IOException e) when (e.HResult == Output.BrokenPipe)
        {
            return false;
        }
    }

    private static void Write(Output output, RunEvent happened, bool json)
    {
        if (json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(happened, PlaneJson.Default.RunEvent));
            output.Flush();
        }
        else if (happened is RunEvent.Output printed)
        {
            output.Write(printed.ToBytes());
        }
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, Func<string, string?> problem)
    {
        if (result.Tokens is [var token, ..] && problem(token.Value) is { } text)
        {
            result.AddError(text);
        }
    }
}
