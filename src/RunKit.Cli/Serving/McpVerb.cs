using RunKit.Client;
using RunKit.Mcp;
using RunKit.Mcp.Targets;

namespace RunKit.Cli.Serving;

/// <summary><c>mcp</c>: the plane as tools for a coding agent, on stdin and stdout.</summary>
internal static class McpVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("mcp", "Serve the Model Context Protocol on stdin and stdout, for a coding agent: list, capture, search, wait, and more with --scope");
        var scope = new Option<string>("--scope")
        {
            HelpName = "SCOPE",
            Description = "What the agent may do: read (look and wait), input (type and run, as good as a shell), manage, admin (make and end windows too)",
            DefaultValueFactory = _ => "read",
        };
        scope.AcceptOnlyFromAmong([.. Enum.GetValues<AccessScope>().Select(value => KebabCase.Of(value))]);
        command.Options.Add(scope);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var allowed = Enum.GetValues<AccessScope>().First(value => KebabCase.Of(value) == parsed.GetValue(scope));
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var options = new PlaneMcpOptions(reached.Plane is HttpControlPlane http ? http.Limited(allowed, "mcp") : reached.Plane, allowed)
            {
                Own = OwnPane.From(Environment.GetEnvironmentVariable("TMUX"), Environment.GetEnvironmentVariable("TMUX_PANE")),
                Explain = Explain,
            };
            await PlaneMcpServer.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), options, cancellationToken);
            return ExitStatus.Done;
        });
        return command;
    }

    // A node that goes away may come back: the agent is told, and asks again.
    private static string? Explain(Exception e) => e is TimeoutException or NodeUnreachableException or NodeProblemException or VerbException ? e.Message : null;
}
