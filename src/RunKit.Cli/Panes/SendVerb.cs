using System.Text;

namespace RunKit.Cli.Panes;

/// <summary><c>send</c>: types a text, and says what became of it.</summary>
internal static class SendVerb
{
    private const string FromInput = "-";

    public static Command Create(Output output)
    {
        var command = new Command("send", "Type a text and press Enter; say whether it arrived");
        var pane = new PaneOptions(command);
        var noEnter = new Option<bool>("--no-enter") { Description = "Leave it in the input line" };
        var ifCommand = new Option<string[]>("--if-command") { HelpName = "A,B", Description = "Only if one of these programs is in the foreground", Arity = ArgumentArity.OneOrMore };
        var ifPrompt = new Option<bool>("--if-prompt") { Description = "Only if a shell waits for a command" };
        var multiline = new Option<bool>("--multiline") { Description = "Type several lines, and tabs, though the program may take them for keys" };
        var timeout = new Option<string>("--timeout") { HelpName = "DURATION", Description = "How long it may take, such as 5s; 15s unless told otherwise" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        var words = new Argument<string[]>("TEXT") { Description = "The text, behind -- where it begins with a dash; - for what comes on stdin", Arity = ArgumentArity.OneOrMore };
        foreach (var option in new Option[] { noEnter, ifCommand, ifPrompt, multiline, timeout, json })
        {
            command.Options.Add(option);
        }

        ifCommand.AllowMultipleArgumentsPerToken = false;
        command.Arguments.Add(words);
        timeout.Validators.Add(result => CheckTimeout(result.Tokens is [{ Value: var text }] ? text : null, result.AddError));
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new SendRequest(await TextAsync(parsed.GetValue(words)!, cancellationToken), !parsed.GetValue(noEnter))
            {
                IfCommand = [.. (parsed.GetValue(ifCommand) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                IfPrompt = parsed.GetValue(ifPrompt),
                Multiline = parsed.GetValue(multiline),
                TimeoutMs = parsed.GetValue(timeout) is { } text && Duration.TryParse(text, out var duration) ? (int)duration.TotalMilliseconds : null,
            };
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var address = await pane.ResolveAsync(parsed, reached, cancellationToken);
            return SendReport.Tell(output, address, await reached.Plane.SendAsync(address, request, cancellationToken), parsed.GetValue(json));
        });
        return command;
    }

    private static void CheckTimeout(string? text, Action<string> complain)
    {
        if (text is not null && !(Duration.TryParse(text, out var duration) && duration.TotalMilliseconds is >= 1 and <= SendRequest.MaxTimeoutMs))
        {
            complain($"--timeout {text}: give a duration with its unit, from 1ms to 10m.");
        }
    }

    // What a program prints ends with a line end, which is no part of what is to be typed.
    private static async Task<string> TextAsync(string[] words, CancellationToken cancellationToken)
    {
        if (words is not [FromInput])
        {
            return string.Join(' ', words);
        }

        var bytes = new MemoryStream();
        var input = Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            await input.CopyToAsync(bytes, cancellationToken).WaitAsync(cancellationToken);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new VerbException($"what comes on stdin is no UTF-8 at offset {e.Index}: nothing was typed");
        }
    }
}
