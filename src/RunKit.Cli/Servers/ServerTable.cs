using System.Globalization;

namespace RunKit.Cli.Servers;

/// <summary>The table of <c>ls</c>.</summary>
internal static class ServerTable
{
    private const string State = "STATE";

    /// <summary>The heading and a row for each server; a null cell has nothing to say.</summary>
    public static List<string?[]> Rows(ImmutableArray<ServerView> views, DateTimeOffset now)
    {
        List<string?[]> rows = [["NAME", State, "PID", "VERSION", "SESSIONS", "WINDOWS", "PANES", "CLIENTS", "SINCE"]];
        rows.AddRange(views.Select(view => Row(view, now)));
        if (views.Any(view => view.Error is not null))
        {
            rows = [.. rows.Select((row, i) => (string?[])[.. row, i == 0 ? "ERROR" : views[i - 1].Error])];
        }

        return views.DistinctBy(view => view.Node).Take(2).Count() > 1
            ? [.. rows.Select((row, i) => (string?[])[i == 0 ? "NODE" : views[i - 1].Node, .. row])]
            : rows;
    }

    public static void Write(TextWriter to, ImmutableArray<ServerView> views, DateTimeOffset now, Paint paint)
    {
        var rows = Rows(views, now);
        var state = Array.IndexOf(rows[0], State);
        TextTable.Write(to, rows, (row, column, text) => row == 0 ? paint.Strong(text) : column == state ? paint.State(text) : text);
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
