using Spectre.Console;

namespace RunKit.Cli.Servers;

/// <summary><c>ls --watch</c>: the table, drawn anew in place as long as it is looked at.</summary>
internal static class LiveTable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is cancelled, which is how it ends.</summary>
    /// <param name="look">Reads the servers that are shown.</param>
    public static async Task RunAsync(Func<CancellationToken, Task<ImmutableArray<ServerView>>> look, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        var first = await look(cancellationToken);
        await console.Live(Draw(first)).AutoClear(false).StartAsync(async live =>
        {
            using var looks = new PeriodicTimer(BetweenLooks);
            try
            {
                live.Refresh();
                while (await looks.WaitForNextTickAsync(cancellationToken))
                {
                    live.UpdateTarget(Draw(await look(cancellationToken)));
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Being told to stop is how this ends.
            }
        });
    }

    private static Table Draw(ImmutableArray<ServerView> views)
    {
        var rows = ServerTable.Rows(views, TimeProvider.System.GetUtcNow());
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (var heading in rows[0])
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(heading ?? "")}[/]")).NoWrap());
        }

        foreach (var row in rows.Skip(1))
        {
            table.AddRow([.. row.Select((cell, column) => new Markup(Styled(Markup.Escape(cell is null ? "-" : Printable.Name(cell)), column)))]);
        }

        return table;
    }

    private static string Styled(string text, int column) => column != 1 ? text : text.Split(':')[0] switch
    {
        "running" => $"[green]{text}[/]",
        "dead" => $"[red]{text}[/]",
        _ => $"[yellow]{text}[/]",
    };
}
