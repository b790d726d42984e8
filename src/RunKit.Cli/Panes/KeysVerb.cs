using RunKit.Tmux.Panes;

namespace RunKit.Cli.Panes;

/// <summary><c>keys</c>: presses keys, by tmux's names.</summary>
internal static class KeysVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("keys", "Press keys, by tmux's names for them: Enter, C-c, Up, M-x");
        var pane = new PaneOptions(command);
        var synchronized = new Option<bool>("--synchronized") { Description = "Also where keys go to all panes of the window (synchronize-panes)" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var keys = new Argument<string[]>("KEY") { Description = "The keys, in order", Arity = ArgumentArity.OneOrMore };
        command.Options.Add(synchronized);
        command.Options.Add(json);
        command.Arguments.Add(keys);
        keys.Validators.Add(result =>
        {
            if (KeyName.Problem([.. result.Tokens.Select(token => token.Value)]) is { } problem)
            {
                result.AddError($"{problem}.");
            }
        });
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KeysRequest([.. parsed.GetValue(keys)!], parsed.GetValue(synchronized));
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            return SendReport.Tell(output, address, await reached.Plane.KeysAsync(address, request, cancellationToken), parsed.GetValue(json));
        });
        return command;
    }
}
