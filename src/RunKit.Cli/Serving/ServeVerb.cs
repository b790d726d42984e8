using System.Globalization;

namespace RunKit.Cli.Serving;

/// <summary><c>serve</c>: the node.</summary>
internal static class ServeVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("serve", "Run the node: watch the socket directory, guard what lives there, serve the other verbs");
        var socketDirectory = new Option<string>("--socket-dir") { HelpName = "DIR", Description = "Where tmux keeps its sockets" };
        var listen = new Option<string>("--listen") { HelpName = "ADDR:PORT", Description = "Serve the API over TCP too, for callers with a token; a port alone is one of 127.0.0.1" };
        var config = new Option<string>("--config") { HelpName = "FILE", Description = "A HOCON file; hocon/reference.conf has every key" };
        var guard = new Option<string>("--guard") { HelpName = "floor|observe", Description = "Keep servers alive when their last session ends, or touch no server option" };
        var logLevel = new Option<string>("--log-level") { HelpName = "LEVEL", Description = $"How much to log on stderr: {string.Join(", ", NodeLog.Levels)}" };
        var node = new Option<string>("--node") { HelpName = "PATH", Description = "Where its unix socket is to be; by default where the other verbs look for it" };
        var detach = new Option<bool>(StartedNode.DetachOption) { Description = "Run it in the background: this returns when the node answers, and says where its log is" };
        var log = new Option<string>(StartedNode.LogOption) { HelpName = "FILE", Description = "Log there and not on stderr; with --detach by default node.log in $XDG_STATE_HOME/runkit" };
        var detached = new Option<bool>(StartedNode.DetachedOption) { Hidden = true };
        guard.AcceptOnlyFromAmong("floor", "observe");
        logLevel.AcceptOnlyFromAmong(NodeLog.Levels);
        foreach (var option in (Option[])[socketDirectory, listen, config, guard, logLevel, node, detach, log, detached])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new ServeRequest(
                Socket(parsed.GetValue(node)),
                parsed.GetValue(socketDirectory),
                parsed.GetValue(listen),
                parsed.GetValue(config),
                parsed.GetValue(guard),
                parsed.GetValue(logLevel));
            if (parsed.GetValue(detach))
            {
                return StartAsync(output, request, StartedNode.Of(parsed.Tokens.Skip(1).Select(token => token.Value), parsed.GetValue(log)), cancellationToken);
            }

            if (parsed.GetValue(log) is { } file)
            {
                NodeLogFile.Take(Path.GetFullPath(file));
            }

            if (parsed.GetValue(detached))
            {
                NodeLogFile.LeaveSession();
            }

            return NodeHost.RunAsync(request, cancellationToken);
        });
        return command;
    }

    private static async Task<int> StartAsync(Output output, ServeRequest request, StartedNode node, CancellationToken cancellationToken)
    {
        var pid = await node.StartAsync(request.NodeSocket, cancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the node runs at {request.NodeSocket} (pid {pid}); its log is {node.Log}"));
        return ExitStatus.Done;
    }

    private static string Socket(string? named) => named is not null && CommandLine.NodeOption.IsUrl(named)
        ? throw new VerbException("--node: a node's unix socket is a path; --listen opens a port", ExitStatus.WrongUsage)
        : CommandLine.NodeOption.SocketOf(named);
}

/// <summary>What a user asks for with <c>serve</c>; what is null was not said.</summary>
internal sealed record ServeRequest(
    string NodeSocket, string? SocketDirectory, string? Listen, string? ConfigFile, string? Guard, string? LogLevel);
