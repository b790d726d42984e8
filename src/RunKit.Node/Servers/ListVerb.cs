using System.Globalization;

namespace RunKit.Node.Servers;

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

        List<string?[]> rows = [["NAME", "STATUS", "REASON", "PID", "VERSION", "SESSIONS", "WINDOWS", "PANES", "SINCE"]];
        rows.AddRange(views.Select(Row));
        if (views.Any(view => view.Error is not null))
        {
            rows = [.. rows.Select((row, i) => (string?[])[.. row, i == 0 ? "ERROR" : views[i - 1].Error])];
        }

        TextTable.Write(output.Data, rows);
    }

    private static string?[] Row(ServerView view) =>
    [
        view.Name,
        KebabCase.Of(view.Status),
        view.Reason is { } reason ? KebabCase.Of(reason) : null,
        view.Generation?.Pid.ToString(CultureInfo.InvariantCulture),
        view.Version,
        view.Sessions.ToString(CultureInfo.InvariantCulture),
        view.Windows.ToString(CultureInfo.InvariantCulture),
        view.Panes.ToString(CultureInfo.InvariantCulture),
        view.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    ];
}
