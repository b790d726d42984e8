using System.ComponentModel;
using System.Text.RegularExpressions;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>search</c>: lines in the panes of all servers.</summary>
internal static class SearchTool
{
    private const int MostHistory = 5000;
    private const int MostMatches = 100;
    private const int MostPanes = 200;
    private const int MostCharacters = 500;

    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "search",
        Scope = AccessScope.Read,
        Description = "Finds lines that match a regular expression on the screens and in the history of all panes, or of one server's. For one pane whose text you want to read, use capture.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        if (arguments.History is < 0 or > MostHistory)
        {
            throw new ToolException($"'history' is 0 to {MostHistory} rows");
        }

        var expression = Expression(arguments);
        var only = arguments.Server is { } name ? ToolSession.Server(name) : null;
        var matches = new List<object>();
        var (searched, found, unread) = (0, 0, 0);
        foreach (var view in await session.Plane.GetServersAsync(cancellationToken).ConfigureAwait(false))
        {
            if ((only is not null && view.Name != only.Value)
                || await session.Plane.GetTreeAsync(new ServerName(view.Name), cancellationToken).ConfigureAwait(false) is not TreeOutcome.Known { Tree: var tree })
            {
                continue;
            }

            foreach (var pane in PaneSummary.Of(tree.WithoutHidden()).Take(MostPanes - searched))
            {
                searched++;
                var address = new PaneAddress(new ServerName(tree.Name), pane.Pane);
                if (await session.Plane.CaptureAsync(address, new CaptureOptions(arguments.History), cancellationToken).ConfigureAwait(false) is not CaptureOutcome.Captured { Capture: var capture })
                {
                    unread++;
                    continue;
                }

                var handle = new TargetHandle(address.Server, tree.Generation, pane.Pane.ToString()).ToString();
                foreach (var line in capture.History.Concat(capture.Screen).Select(row => row.Text).Where(text => expression.IsMatch(text)))
                {
                    found++;
                    if (matches.Count < MostMatches)
                    {
                        matches.Add(new { Pane = handle, Line = line.Length > MostCharacters ? line[..MostCharacters] : line });
                    }
                }
            }
        }

        return new ToolAnswer(new
        {
            Matches = matches,
            MatchesNotShown = found > matches.Count ? found - matches.Count : (int?)null,
            PanesSearched = searched - unread,
            PanesNotRead = unread > 0 ? unread : (int?)null,
        });
    }

    private static Regex Expression(Arguments arguments)
    {
        try
        {
            // Linear in the text, whatever the expression.
            return new Regex(arguments.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (arguments.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), Regex.InfiniteMatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ToolException("'pattern' is no regular expression that can be used here: it needs to do without backtracking (no look-around, no back references)");
        }
    }

    internal sealed record Arguments
    {
        [Description("A regular expression, matched against each line.")]
        public required string Pattern { get; init; }

        [Description("Only this server.")]
        public string? Server { get; init; }

        [Description("Upper and lower case are the same.")]
        public bool IgnoreCase { get; init; }

        [Description("How many rows of history of each pane, 0 to 5000.")]
        public int History { get; init; } = 200;
    }
}
