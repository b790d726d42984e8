using System.CommandLine.Parsing;
using System.Globalization;
using RunKit.Node.WithoutNode;

namespace RunKit.Node.Servers;

/// <summary><c>exec</c>: one tmux command, its reply on stdout.</summary>
internal static class ExecVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("exec", "Run one tmux command and print its reply");
        var server = new ServerOptions(command, required: true, orCurrent: true);
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var timeout = new Option<double?>("--timeout") { HelpName = "SECONDS", Description = "How long it may take; 5 s unless the node says otherwise" };
        var words = new Argument<string[]>("TMUX-COMMAND") { Description = "The command and its arguments, behind --", Arity = ArgumentArity.OneOrMore };
        command.Options.Add(json);
        command.Options.Add(timeout);
        command.Arguments.Add(words);
        words.Validators.Add(Check);
        timeout.Validators.Add(CheckTimeout);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = server.Get(parsed)!;
            string[] tmux = parsed.GetValue(words)!;
            var options = CommandOptions.Default with
            {
                Timeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            };
            var outcome = await ExecuteAsync(node, parsed, target, new TmuxCommand(tmux[0], tmux[1..]), options, cancellationToken);
            return CommandReport.Tell(output, target.Name, outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static void Check(ArgumentResult result)
    {
        if (TmuxCommand.Problem([.. result.Tokens.Select(token => token.Value)]) is { } problem)
        {
            result.AddError($"{problem}.");
        }
    }

    private static void CheckTimeout(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.001 and <= 600))
        {
            result.AddError($"--timeout {text}: give a number of seconds, from 0.001 to 600.");
        }
    }

    private static async Task<CommandOutcome> ExecuteAsync(
        NodeOption node, ParseResult parsed, ServerTarget target, TmuxCommand command, CommandOptions options, CancellationToken cancellationToken)
    {
        var plane = await node.FindAsync(parsed, cancellationToken);
        if (plane is not null)
        {
            return await plane.ExecuteAsync(target.In(plane.SocketDirectory), command.Words, options, cancellationToken);
        }

        using var direct = DirectPlane.Create();
        return await direct.ExecuteAsync(target.In(direct.SocketDirectory), command, options.Timeout, cancellationToken);
    }
}
