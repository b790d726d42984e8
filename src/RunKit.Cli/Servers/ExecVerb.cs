using System.CommandLine.Parsing;
using RunKit.Cli.Local;

namespace RunKit.Cli.Servers;

/// <summary><c>exec</c>: one tmux command, with its stdin, stdout, stderr and exit status.</summary>
internal static class ExecVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("exec", "Run one tmux command: its output, its errors, its exit status; it reads stdin where it asks for it");
        var server = new ServerOptions(command, required: true, orCurrent: true);
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var timeout = new Option<string>("--timeout") { HelpName = "TIME", Description = "How long it may take, such as 500ms or 10s; 5s unless the node says otherwise" };
        var words = new Argument<string[]>("TMUX-COMMAND") { Description = "The command and its arguments, behind --", Arity = ArgumentArity.OneOrMore };
        command.Options.Add(json);
        command.Options.Add(timeout);
        command.Arguments.Add(words);
        words.Validators.Add(Check);
        timeout.Validators.Add(CheckTimeout);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ImmutableArray<string> tmux = [.. parsed.GetValue(words)!];
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var name = reached.NameOf(server.Get(parsed)!);
            var options = CommandOptions.Default with
            {
                Timeout = parsed.GetValue(timeout) is { } limit && Duration.TryParse(limit, out var length) ? length : null,
                Input = await StandardInput.ReadAsync(tmux, cancellationToken),
            };
            if (reached.Plane is LocalControlPlane local && !parsed.GetValue(json))
            {
                return ExecReport.Tell(output, name, await local.RunAsync(name, tmux, options, cancellationToken));
            }

            return ExecReport.Tell(output, name, await reached.Plane.ExecuteAsync(name, tmux, options, cancellationToken), parsed.GetValue(json));
        });
        return command;
    }

    private static void Check(ArgumentResult result)
    {
        if (TmuxCommandLine.Problem([.. result.Tokens.Select(token => token.Value)]) is { } problem)
        {
            result.AddError($"{problem}.");
        }
    }

    private static void CheckTimeout(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && Duration.Problem("--timeout", text, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)) is { } problem)
        {
            result.AddError(problem);
        }
    }
}
