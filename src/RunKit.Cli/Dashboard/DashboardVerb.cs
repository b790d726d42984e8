using System.Globalization;
using System.Text.Json;
using RunKit.Dashboard;

namespace RunKit.Cli.Dashboard;

/// <summary><c>dashboard</c>: a link to the node's page that logs one browser in, opened where there is a display.</summary>
internal static class DashboardVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("dashboard", "Print a link to the node's page that logs one browser in, and open it where there is a display");
        var scope = new Option<string>("--scope") { HelpName = "SCOPE", Description = "What the browser may do: read, input, manage or admin, which is the default" };
        scope.AcceptOnlyFromAmong("read", "input", "manage", "admin");
        var noOpen = new Option<bool>("--no-open") { Description = "Only print the link" };
        var json = new Option<bool>("--json") { Description = "Print a JSON object, and open nothing" };
        command.Options.Add(scope);
        command.Options.Add(noOpen);
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = await node.GetAsync(parsed, cancellationToken);
            var link = await plane.LogInAsync(parsed.GetValue(scope) ?? "admin", openPort: true, cancellationToken);
            if (parsed.GetValue(json))
            {
                output.WriteLine($"{{\"url\":\"{JsonEncodedText.Encode(link.Url)}\",\"seconds\":{link.Seconds.ToString(CultureInfo.InvariantCulture)}}}");
                return ExitStatus.Done;
            }

            output.WriteLine(Printable.Line(link.Url));
            output.Flush();
            if (!DashboardEndpoints.IsBuilt)
            {
                Output.Complain("this build has no page: it was made without node; install node 18 or later with npm and build again");
            }

            var opened = !parsed.GetValue(noOpen) && Browser.TryOpen(link.Url);
            Output.Complain(string.Create(CultureInfo.InvariantCulture, $"{(opened ? "opened in the browser" : "open it in a browser")} within {link.Seconds} s; it logs one browser in"));
            return ExitStatus.Done;
        });
        return command;
    }
}
