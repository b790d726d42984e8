using RunKit.Client;

namespace RunKit.Cli.Servers;

/// <summary><c>release</c> and <c>guard</c>: whether a node keeps a server alive. Both are the node's to do, and print what they did.</summary>
internal static class GuardVerbs
{
    public static Command CreateRelease(Output output)
    {
        var force = new Option<bool>("--force") { Description = "Also where the server ends by it: it has no session but RunKit's, or exit-unattached is on" };
        var command = Create(
            output,
            "release",
            "Stop guarding a server: put its settings back and stay away",
            "is released already",
            (plane, name, parsed, cancellationToken) => plane.ReleaseAsync(name, new ReleaseOptions(parsed.GetValue(force)), cancellationToken));
        command.Options.Add(force);
        return command;
    }

    public static Command CreateGuard(Output output) => Create(
        output,
        "guard",
        "Guard a released server again",
        "is guarded from now on",
        (plane, name, _, cancellationToken) => plane.GuardAsync(name, cancellationToken));

    private static Command Create(
        Output output, string verb, string description, string nothingToDo, Func<HttpControlPlane, ServerName, ParseResult, CancellationToken, Task<CommandOutcome>> run)
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
            var outcome = await run(plane, target.In(plane.SocketDirectory), parsed, cancellationToken);
            var told = outcome is CommandOutcome.Completed { Output: "" } ? CommandOutcome.Completed.Of($"{target.Name}: {nothingToDo}") : outcome;
            return CommandReport.Tell(output, target.Name, parsed.GetValue(json) ? outcome : told, parsed.GetValue(json));
        });
        return command;
    }
}
