using RunKit.Cli.Local;

namespace RunKit.Cli.Streams;

/// <summary><c>attach</c>: becomes tmux's own client, the program that the server itself runs. It can start no server.</summary>
internal static class AttachVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("attach", "Attach this terminal to a server, a session, a window or a pane: with tmux's own client");
        var server = new ServerOptions(command, required: false);
        var target = new Option<string>("-t") { HelpName = "TARGET", Description = "What to attach to: $1, @3, %5, session:window.pane; by default what the server was used for last" };
        var readOnly = new Option<bool>("--read-only", "-r") { Description = "Look, and type nothing" };
        command.Options.Add(target);
        command.Options.Add(readOnly);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (node.IsElsewhere(parsed))
            {
                throw new VerbException("attach needs the server's own machine, and a node that is named by a URL may be on another", ExitStatus.WrongUsage);
            }

            if (Console.IsInputRedirected || Console.IsOutputRedirected)
            {
                throw new VerbException("attach needs a terminal; runkit capture prints what a pane shows", ExitStatus.WrongUsage);
            }

            var reached = await node.ReachAsync(parsed, cancellationToken);
            var view = await FindAsync(reached, server.Get(parsed), parsed.GetValue(target), cancellationToken);
            output.Flush();
            var words = Words(view, parsed.GetValue(target) ?? view.AttachTarget?.ToString(), parsed.GetValue(readOnly));
            throw new VerbException($"tmux cannot be started: {ProgramImage.Become(LocalControlPlane.Create().Tmux.For(view.Generation!.Pid), words)}");
        });
        return command;
    }

    /// <summary>The words that tmux gets.</summary>
    internal static string[] Words(ServerView view, string? target, bool readOnly) =>
    [
        "tmux", "-N", "-S", view.Socket, "attach-session",
        .. readOnly ? ["-f", "read-only,ignore-size"] : Array.Empty<string>(),
        .. target is null ? Array.Empty<string>() : ["-t", target],
    ];

    private static async Task<ServerView> FindAsync(ReachedPlane reached, ServerTarget? named, string? target, CancellationToken cancellationToken)
    {
        var running = (await reached.Plane.GetServersAsync(cancellationToken)).Where(view => view.Generation is not null).ToArray();
        if (named is not null)
        {
            var name = reached.NameOf(named);
            return Array.Find(running, view => view.Name == name.Value) ?? throw new VerbException($"{name} does not run; start it with: runkit new -L {name}");
        }

        var found = target is null ? running : [.. (await Task.WhenAll(running.Select(view => HasAsync(reached.Plane, view, target, cancellationToken)))).OfType<ServerView>()];
        return found switch
        {
            [var one] => one,
            [] => throw new VerbException(target is null ? "no server runs; start one with: runkit new -L NAME" : $"no server has {target}"),
            _ => throw new VerbException($"which server? {string.Join(", ", found.Select(view => view.Name))}; say it with -L NAME"),
        };
    }

    private static async Task<ServerView?> HasAsync(IControlPlane plane, ServerView view, string target, CancellationToken cancellationToken) =>
        await plane.GetTreeAsync(new ServerName(view.Name), cancellationToken) is TreeOutcome.Known { Tree: var tree }
        && (tree.Sessions.Any(session => session.Id.ToString() == target || session.Name == target) || (PaneTarget.TryFind(tree, target, out var pane) && pane is not null))
            ? view
            : null;
}
