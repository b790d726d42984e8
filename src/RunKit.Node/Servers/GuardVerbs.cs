using RunKit.Api.Client;

namespace RunKit.Node.Servers;

/// <summary><c>release</c> and <c>guard</c>: whether a node keeps a server alive. Both are the node's to do.</summary>
internal static class GuardVerbs
{
    public static Command CreateRelease(Output output) => Create(
        output,
        "release",
        "Stop guarding a server: put its settings back and stay away",
        (plane, name, cancellationToken) => plane.ReleaseAsync(name, cancellationToken));

    public static Command CreateGuard(Output output) => Create(
        output,
        "guard",
        "Guard a released server again",
        (plane, name, cancellationToken) => plane.GuardAsync(name, cancellationToken));

    private static Command Create(
        Output output, string verb, string description, Func<HttpControlPlane, ServerName, CancellationToken, Task<CommandOutcome>> run)
    {
        var command = new Command(verb, description);
        var server = new ServerOptions(command, required: true, orCurrent: true);
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON" };
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = server.Get(parsed)!;
            var plane = await node.GetAsync(parsed, cancellationToken);
            var outcome = await run(plane, target.In(plane.SocketDirectory), cancellationToken);
            return CommandReport.Tell(output, target.Name, outcome, parsed.GetValue(json));
        });
        return command;
    }
}
