using RunKit.Client;

namespace RunKit.Cli.Servers;

/// <summary><c>ls</c>: a row for each server.</summary>
internal static class ListVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("ls", "List the servers");
        var live = new Option<bool>("--live") { Description = "Leave out dead servers and sockets that are not managed" };
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print names only, one on each line" };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show the table and what changes in it, until Ctrl-C" };
        var format = new Option<string>("-F") { HelpName = "FORMAT", Description = $"Print a line for each as tmux's formats say, such as '#{{name}} #{{pid}}'; known without a question: {string.Join(", ", ServerFormat.Names)}" };
        var filter = new Option<string[]>("--filter") { HelpName = "FIELD=GLOB", Description = "Only servers of which that is so: name, state, version; several filters must all hold", AllowMultipleArgumentsPerToken = false };
        filter.Validators.Add(result => ServerFilter.Check(result, filter));
        foreach (var option in (Option[])[live, json, quiet, watch, format, filter])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (((Option[])[json, quiet, watch, format]).Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("give one of --json, --quiet, --watch and -F.");
            }
        });
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var filters = (parsed.GetValue(filter) ?? []).Select(ServerFilter.Of).ToArray();
            var reached = await node.ReachAsync(parsed, cancellationToken);

            // What is done with names alone, or asked of a server, is about this node's servers.
            var isOwnOnly = node.HasOther(parsed) || parsed.GetValue(quiet) || parsed.GetValue(format) is not null;
            var all = !isOwnOnly && reached.Plane is HttpControlPlane own ? (Func<CancellationToken, Task<ImmutableArray<ServerView>>>)own.GetAllServersAsync : reached.Plane.GetServersAsync;
            if (parsed.GetValue(watch))
            {
                await WatchAsync(token => ReadAsync(all, parsed.GetValue(live), filters, token), cancellationToken);
                return ExitStatus.Done;
            }

            var views = await ReadAsync(all, parsed.GetValue(live), filters, cancellationToken);
            if (parsed.GetValue(format) is { } asked)
            {
                foreach (var view in views)
                {
                    output.WriteLine(await ServerFormat.LineAsync(reached.Plane, view, asked, cancellationToken));
                }
            }
            else if (parsed.GetValue(json))
            {
                output.WriteJson(ServerViewJson.Write(views).Span);
            }
            else
            {
                Write(output, views, parsed.GetValue(quiet));
            }

            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>Whether a server runs behind it, as far as is known.</summary>
    public static bool IsLive(ServerView view) =>
        view.Status != ServerStatus.Unmanageable && view.Reason is not (ServerReason.ServerDead or ServerReason.Killed);

    private static async Task<ImmutableArray<ServerView>> ReadAsync(Func<CancellationToken, Task<ImmutableArray<ServerView>>> read, bool liveOnly, ServerFilter[] filters, CancellationToken cancellationToken)
    {
        var views = await read(cancellationToken);
        return [.. views
            .Where(view => (IsLive(view) || !liveOnly) && filters.All(known => known.Holds(view)))
            .OrderBy(view => view.Name, NaturalOrder.Instance)
            .ThenBy(view => view.Node, StringComparer.Ordinal)];
    }

    // The library of the live table is loaded where there is one to show: it costs more than all else of this verb.
    private static Task WatchAsync(Func<CancellationToken, Task<ImmutableArray<ServerView>>> look, CancellationToken cancellationToken) => Console.IsOutputRedirected
        ? throw new VerbException("--watch needs a terminal; in a pipe follow: runkit watch --json", ExitStatus.WrongUsage)
        : LiveTable.RunAsync(look, cancellationToken);

    private static void Write(Output output, ImmutableArray<ServerView> views, bool namesOnly)
    {
        if (namesOnly)
        {
            output.Data.Write(string.Concat(views.Select(view => $"{Printable.Name(view.Name)}\n")));
        }
        else if (views.IsEmpty)
        {
            Output.Complain("no servers");
        }
        else
        {
            ServerTable.Write(output.Data, views, TimeProvider.System.GetUtcNow(), Paint.ForStandardOutput());
        }
    }
}
