using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary><c>ls</c>: a row for each server.</summary>
internal static class ListVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("ls", "List the servers");
        var live = new Option<bool>("--live") { Description = "Leave out dead servers and sockets that are not managed" };
        var json = new Option<bool>("--json") { Description = "Print a JSON array" };
        command.Options.Add(live);
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print names only, one on each line" };
        var filter = new Option<string[]>("--filter") { HelpName = "FIELD=GLOB", Description = "Only servers of which that is so: name, state, version; several filters must all hold", AllowMultipleArgumentsPerToken = false };
        filter.Validators.Add(result => ServerFilter.Check(result, filter));
        command.Options.Add(json);
        command.Options.Add(quiet);
        command.Options.Add(filter);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var views = await reached.Plane.GetServersAsync(cancellationToken);
            var filters = (parsed.GetValue(filter) ?? []).Select(ServerFilter.Of).ToArray();
            views = [.. views
                .Where(view => (IsLive(view) || !parsed.GetValue(live)) && filters.All(known => known.Holds(view)))
                .OrderBy(view => view.Name, NaturalOrder.Instance)];
            if (parsed.GetValue(json))
            {
                output.WriteJson(ServerViewJson.Write(views).Span);
            }
            else if (parsed.GetValue(quiet))
            {
                WriteNames(output, views);
            }
            else
            {
                WriteTable(output, views);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>Whether a server runs behind it, as far as is known.</summary>
    public static bool IsLive(ServerView view) =>
        view.Status != ServerStatus.Unmanageable && view.Reason is not (ServerReason.ServerDead or ServerReason.Killed);

    private static void WriteNames(Output output, ImmutableArray<ServerView> views) =>
        output.Data.Write(string.Concat(views.Select(view => $"{Printable.Name(view.Name)}\n")));

    private static void WriteTable(Output output, ImmutableArray<ServerView> views)
    {
        if (views.IsEmpty)
        {
            Output.Complain("no servers");
            return;
        }

        List<string?[]> rows = [["NAME", "STATE", "PID", "VERSION", "SESSIONS", "WINDOWS", "PANES", "CLIENTS", "SINCE"]];
        var now = TimeProvider.System.GetUtcNow();
        rows.AddRange(views.Select(view => Row(view, now)));
        if (views.Any(view => view.Error is not null))
        {
            rows = [.. rows.Select((row, i) => (string?[])[.. row, i == 0 ? "ERROR" : views[i - 1].Error])];
        }

        TextTable.Write(output.Data, rows);
    }

    // Where nothing is known to run there is nothing to count.
    private static string?[] Row(ServerView view, DateTimeOffset now) =>
    [
        view.Name,
        ServerWords.Of(view, now),
        Number(view, view.Generation?.Pid),
        view.Version,
        Number(view, view.Sessions),
        Number(view, view.Windows),
        Number(view, view.Panes),
        Number(view, view.Clients),
        ServerWords.Age(now - view.Since),
    ];

    private static string? Number(ServerView view, int? number) => view.Generation is null ? null : number?.ToString(CultureInfo.InvariantCulture);
}
