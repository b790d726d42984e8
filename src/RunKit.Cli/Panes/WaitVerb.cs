using System.CommandLine.Parsing;
using System.Text.Json;

namespace RunKit.Cli.Panes;

/// <summary><c>wait</c>: until something holds at a pane, or a server is as asked for.</summary>
internal static class WaitVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("wait", "Wait until something holds at a pane, or a server is as asked for; what holds already is answered at once");
        var pane = new PaneOptions(command);
        var text = new Option<string>("--text") { HelpName = "RE", Description = "A text that is printed from now on: a regular expression that needs no backtracking" };
        var anywhere = new Option<bool>("--anywhere") { Description = "What stands on the screen already counts for --text" };
        var quiet = new Option<string>("--quiet") { HelpName = "TIME", Description = "The screen has not changed for so long, such as 2s" };
        var prompt = new Option<bool>("--prompt") { Description = "A shell is at its prompt" };
        var exit = new Option<bool>("--exit") { Description = "The pane's program has ended, or the pane is gone" };
        var program = new Option<string>("--command") { HelpName = "NAME", Description = "That program is in the foreground" };
        var agent = new Option<string>("--agent") { HelpName = "STATE", Description = "The pane's agent is waiting, idle, working, failed or exited (needs a node)" };
        var state = new Option<string>("--state") { HelpName = "STATE", Description = "The server of -L is running, dead or gone" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "Wait so long, such as 30s or 5m (status 124)" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        foreach (var option in (Option[])[text, anywhere, quiet, prompt, exit, program, agent, state, timeout, json])
        {
            command.Options.Add(option);
        }

        foreach (var duration in (Option<string>[])[quiet, timeout])
        {
            duration.Validators.Add(CheckDuration);
        }

        state.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && !ServerWait.States.Contains(given))
            {
                result.AddError($"--state {given}: give {string.Join(", ", ServerWait.States)}.");
            }
        });
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new WaitRequest
            {
                Text = parsed.GetValue(text),
                Anywhere = parsed.GetValue(anywhere),
                QuietMs = Milliseconds(parsed.GetValue(quiet)),
                Prompt = parsed.GetValue(prompt),
                Exit = parsed.GetValue(exit),
                Command = parsed.GetValue(program),
                Agent = parsed.GetValue(agent),
                TimeoutMs = Milliseconds(parsed.GetValue(timeout)),
            };
            var wanted = parsed.GetValue(state);
            if (wanted is null && !request.TryRead(out _, out var problem))
            {
                throw new VerbException($"{problem}. See: runkit wait --help", ExitStatus.WrongUsage);
            }

            if (wanted is not null && request with { TimeoutMs = null } != new WaitRequest())
            {
                throw new VerbException("--state is of a server, and what else is waited for of a pane: not both", ExitStatus.WrongUsage);
            }

            var reached = await node.ReachAsync(parsed, cancellationToken);
            if (wanted is not null)
            {
                var server = pane.Server(parsed) ?? throw new VerbException("which server? Give -L NAME or -S PATH", ExitStatus.WrongUsage);
                return await ServerWait.RunAsync(reached.Plane, reached.NameOf(server), wanted, request.TimeoutMs is null ? null : request.Timeout, cancellationToken);
            }

            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            var outcome = await reached.Plane.WaitAsync(address, request, cancellationToken);
            return Tell(output, address, outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static int Tell(Output output, PaneAddress address, WaitOutcome outcome, bool json)
    {
        if (json)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(outcome, PlaneJson.Default.WaitOutcome));
        }

        switch (outcome)
        {
            case WaitOutcome.Held held:
                if (!json)
                {
                    output.Data.Write($"{held.Condition}\n");
                }

                return ExitStatus.Done;
            case WaitOutcome.TimedOut when json:
                return ExitStatus.TimedOut;
            case WaitOutcome.TimedOut:
                throw new VerbException("the time is over, and nothing of it holds", ExitStatus.TimedOut);
            case var _ when json:
                return ExitStatus.Failed;
            case WaitOutcome.Gone:
                throw new VerbException($"{address}: its program has ended, and nothing of it can hold any more");
            case WaitOutcome.NotKnown not:
                throw new VerbException($"{address}: {not.Reason}");
            default:
                throw new VerbException($"there is no pane {address}");
        }
    }

    private static long? Milliseconds(string? text) =>
        text is not null && Duration.TryParse(text, out var time) ? (long)Math.Ceiling(time.TotalMilliseconds) : null;

    private static void CheckDuration(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(Duration.TryParse(text, out var time) && time > TimeSpan.Zero))
        {
            result.AddError($"{result.Option.Name} {text}: give a time with its unit, such as 250ms, 10s, 5m or 1h.");
        }
    }
}
