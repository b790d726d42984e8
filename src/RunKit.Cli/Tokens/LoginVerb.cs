using System.Globalization;
using System.Text.Json;
using RunKit.Api.Login;

namespace RunKit.Cli.Tokens;

/// <summary><c>login</c>: a link that logs one browser in.</summary>
internal static class LoginVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("login", "Print a link that logs one browser in, once, within a minute");
        var scope = new Option<string>("--scope") { HelpName = "SCOPE", Description = "What the browser may do: read, input, manage or admin, which is the default" };
        scope.AcceptOnlyFromAmong("read", "input", "manage", "admin");
        var json = new Option<bool>("--json") { Description = "Print a JSON object" };
        command.Options.Add(scope);
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var link = await plane.LogInAsync(parsed.GetValue(scope) ?? "admin", openPort: false, cancellationToken);
            return Tell(output, link, parsed.GetValue(json));
        });
        return command;
    }

    private static int Tell(Output output, LoginLink link, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine($"{{\"url\":\"{JsonEncodedText.Encode(link.Url)}\",\"seconds\":{link.Seconds.ToString(CultureInfo.InvariantCulture)}}}");
            return ExitStatus.Done;
        }

        output.WriteLine(Printable.Line(link.Url));
        Output.Complain(string.Create(CultureInfo.InvariantCulture, $"open it within {link.Seconds} s; it logs one browser in"));
        return ExitStatus.Done;
    }
}
