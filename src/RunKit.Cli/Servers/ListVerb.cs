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
        command.Options.Add(json);
        var node = new NodeOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reached = await node.ReachAsync(parsed, cancellationToken);
            var views = await reached.Plane.GetServersAsync(cancellationToken);
            if (parsed.GetValue(live))
            {
                views = views.RemoveAll(view => !IsLive(view));
            }

            if (parsed.GetValue(json))
            {
                output.WriteJson(ServerViewJson.Write(views).Span);
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

    private static void WriteTable(Output output, ImmutableArray<ServerView> views)
    {
        if (views.IsEmpty)
        {
            Output.Complain("no servers");
            return;
        }

        List<string?[]> rows = [["NAME", "STATE", "PID", "VERSION", "SESSIONS", "WINDOWS", "PANES", "SINCE"]];
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
        view.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    ];

    private static string? Number(ServerView view, int? number) => view.Generation is null ? null : number?.ToString(CultureInfo.InvariantCulture);
}
